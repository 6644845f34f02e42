package io.filstore.car;

import io.filstore.car.Finding.Code;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One verification, from the header to the end of the file. */
final class VerifyRun {
  private final CarVerifier settings;
  private final CountingInput in;
  private final Findings findings = new Findings();
  private final SectionCollector collector;
  private int version;
  private @Nullable List<Cid> roots;

  VerifyRun(CarVerifier settings, InputStream car) {
    this.settings = settings;
    this.in = new CountingInput(car);
    this.collector = new SectionCollector(settings, findings);
  }

  CarVerification verify() throws IOException {
    byte[] first = headerBytes(Long.MAX_VALUE);
    if (first != null && CarHeader.isPragma(first)) {
      v2();
    } else if (first != null) {
      v1(first, Long.MAX_VALUE);
    }
    settings.progress().accept(in.position());
    return collector.result(version, roots);
  }

  private void v2() throws IOException {
    byte[] bytes = in.readNBytes(CarV2Header.LENGTH);
    if (bytes.length < CarV2Header.LENGTH) {
      findings.add(Code.TRUNCATED_HEADER, in.position(), "the file ends inside its header");
      return;
    }
    CarV2Header header = CarV2Header.decode(bytes);
    version = 2;
    if (header.hasUnknownCharacteristics()) {
      findings.add(
          Code.CHARACTERISTICS,
          CarV2Header.PRAGMA.length,
          "characteristics " + header.characteristics() + " have bits without a meaning");
    }
    if (isPossible(header)) {
      payload(header);
    }
  }

  private boolean isPossible(CarV2Header header) {
    try {
      header.requireData();
    } catch (FormatException e) {
      findings.add(Code.V2_DATA_BOUNDS, CarV2Header.PRAGMA.length, String.valueOf(e.getMessage()));
      return false;
    }
    try {
      header.requireIndex();
    } catch (FormatException e) {
      findings.add(Code.V2_INDEX_BOUNDS, CarV2Header.PRAGMA.length, String.valueOf(e.getMessage()));
    }
    return true;
  }

  private void payload(CarV2Header header) throws IOException {
    if (!skipTo(header.dataOffset())) {
      findings.add(
          Code.V2_DATA_BOUNDS,
          in.position(),
          "the file ends before its data, which begins at " + header.dataOffset());
      return;
    }
    byte[] inner = headerBytes(header.dataEnd());
    boolean whole = inner != null && v1(inner, header.dataEnd());
    if (!skipTo(header.dataEnd())) {
      findings.add(
          Code.V2_DATA_BOUNDS,
          in.position(),
          "the file ends inside its data, which ends at " + header.dataEnd());
      return;
    }
    index(header, whole);
  }

  private void index(CarV2Header header, boolean whole) throws IOException {
    if (!header.hasIndex()) {
      long end = in.position();
      if (in.read() >= 0) {
        findings.add(Code.TRAILING_BYTES, end, "bytes follow the data, and no index is announced");
      }
      return;
    }
    if (header.indexOffset() < header.dataEnd()) {
      return; // Said before; what lies there is data.
    }
    if (!skipTo(header.indexOffset())) {
      findings.add(
          Code.V2_INDEX_BOUNDS,
          in.position(),
          "the file ends before its index, which begins at " + header.indexOffset());
      return;
    }
    IndexCheck.Expected expected =
        header.fullyIndexed() ? IndexCheck.Expected.ALL : IndexCheck.Expected.ALL_BUT_IDENTITY;
    new IndexCheck(in, collector.sections(), findings)
        .check(whole ? expected : IndexCheck.Expected.UNKNOWN);
  }

  /** Reads past bytes that mean nothing; returns whether the file is so long. */
  private boolean skipTo(long offset) throws IOException {
    byte[] buffer = new byte[8192];
    while (in.position() < offset) {
      if (in.read(buffer, 0, (int) Math.min(buffer.length, offset - in.position())) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The CBOR of a header; null if it cannot be read, which has then been said. */
  private byte @Nullable [] headerBytes(long end) throws IOException {
    long start = in.position();
    long length;
    try {
      length = Varint.read(in);
    } catch (FormatException e) {
      return header(Code.HEADER_LENGTH, start, "length of the header: " + e.getMessage());
    }
    if (length < 0) {
      return header(Code.TRUNCATED_HEADER, start, "the file has no header");
    }
    if (length == 0 || length > settings.limits().header()) {
      return header(
          Code.HEADER_LENGTH,
          start,
          "header announces %d bytes, 1 to %d are read"
              .formatted(length, settings.limits().header()));
    }
    if (length > end - in.position()) {
      return header(Code.TRUNCATED_HEADER, start, "the data ends inside its header");
    }
    byte[] cbor = in.readNBytes((int) length);
    return cbor.length == length
        ? cbor
        : header(Code.TRUNCATED_HEADER, in.position(), "the file ends inside its header");
  }

  private byte @Nullable [] header(Code code, long offset, String detail) {
    findings.add(code, offset, detail);
    return null;
  }

  /** Checks the sections of a CARv1; returns whether all of them could be read. */
  private boolean v1(byte[] cbor, long end) throws IOException {
    long offset = in.position() - cbor.length;
    CarHeader header;
    try {
      header = CarHeader.decode(cbor);
    } catch (FormatException e) {
      findings.add(Code.HEADER_INVALID, offset, String.valueOf(e.getMessage()));
      return false;
    }
    version = Math.max(version, 1);
    roots = header.roots();
    if (!header.canonical()) {
      findings.add(Code.HEADER_KEY_ORDER, offset, "keys of the header are not in dag-cbor's order");
    }
    long payload = offset - Varint.length(cbor.length);
    SectionScanner scanner = new SectionScanner(in, end, settings.limits().section());
    boolean whole =
        new SlabPipeline(settings, in, scanner, slab -> collector.collect(slab, payload)).run();
    if (scanner.padding() > 0) {
      findings.add(
          Code.PADDED,
          in.position() - scanner.padding(),
          scanner.padding() + " zero bytes follow the last section");
    }
    return whole;
  }
}
