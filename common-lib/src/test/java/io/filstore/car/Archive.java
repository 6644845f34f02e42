package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Archives for tests, put together without the writer under test. */
final class Archive {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Archive(Cid... roots) {
    bytes.writeBytes(CarHeader.encode(List.of(roots)));
  }

  /** A section whose block may or may not match. */
  Archive section(Cid cid, byte[] block) {
    try {
      Varint.write(cid.length() + (long) block.length, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.writeBytes(cid.bytes());
    bytes.writeBytes(block);
    return this;
  }

  Archive raw(String text) {
    byte[] block = text.getBytes(UTF_8);
    return section(Cid.sha256(Cid.RAW, block), block);
  }

  Archive bytes(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** The archive as a CARv2 with an index. */
  byte[] toV2(IndexFormat format, IndexOrder.Identity identity) {
    try {
      byte[] v1 = toBytes();
      SectionTable sections = new SectionTable();
      CarReader reader = CarReader.unverified(new ByteArrayInputStream(v1));
      for (var s = reader.nextSection(); s != null; s = reader.nextSection()) {
        byte[] cid = s.cid().bytes();
        sections.append(cid, 0, cid.length, s.sectionOffset(), s.data().length);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] header = CarV2Header.of(v1.length).withIndex().encode();
      header[11] = (byte) (identity == IndexOrder.Identity.INDEXED ? 0x80 : 0);
      out.writeBytes(header);
      out.writeBytes(v1);
      IndexWriter.write(sections, format, identity, java.nio.channels.Channels.newChannel(out));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Cid identity(byte[] block) {
    return Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, block));
  }

  /** An archive of blocks of many kinds and lengths; some stand in it twice. */
  static Archive random(RandomGenerator random, int blocks) {
    byte[] root = "root".getBytes(UTF_8);
    Archive archive =
        new Archive(Cid.sha256(Cid.RAW, root)).section(Cid.sha256(Cid.RAW, root), root);
    byte[] block = root;
    for (int i = 0; i < blocks; i++) {
      if (i == 0 || random.nextInt(10) > 0) {
        block = new byte[random.nextInt(random.nextInt(4) == 0 ? 3000 : 100)];
        random.nextBytes(block);
      }
      archive.section(cid(random, block), block);
    }
    return archive;
  }

  private static Cid cid(RandomGenerator random, byte[] block) {
    return switch (random.nextInt(8)) {
      case 0 -> Cid.v0(Multihash.sha256(block));
      case 1 -> Cid.sha256(0x300000 + random.nextInt(5), block);
      case 2 -> block.length > 100 ? Cid.sha256(Cid.RAW, block) : identity(block);
      default -> Cid.sha256(Cid.RAW, block);
    };
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
  }
}
