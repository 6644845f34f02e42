package io.filstore.retrieval;

import io.filstore.car.CarReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A CARv1 put together by hand, independent of the writer of the library. */
public final class TestCar {

  private final ByteArrayOutputStream sections = new ByteArrayOutputStream();
  private final List<Integer> blockEnds = new ArrayList<>();
  private Cid root = Cid.sha256(Cid.RAW, new byte[0]);

  /** Appends a block; the last one becomes the root. */
  public Cid add(long codec, byte[] block) {
    Cid cid = Cid.sha256(codec, block);
    add(cid, block);
    root = cid;
    return cid;
  }

  /** Appends a block under any CID. */
  public void add(Cid cid, byte[] block) {
    try {
      Varint.write(cid.length() + block.length, sections);
      sections.write(cid.bytes());
      sections.write(block);
      blockEnds.add(sections.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Cid root() {
    return root;
  }

  public int blocks() {
    return blockEnds.size();
  }

  /** Position right behind block {@code n} in the finished CAR. */
  public int endOf(int n) {
    return header().length + blockEnds.get(n);
  }

  public byte[] bytes() {
    byte[] header = header();
    byte[] all = new byte[header.length + sections.size()];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(sections.toByteArray(), 0, all, header.length, sections.size());
    return all;
  }

  /** The CIDs of the sections of any CAR, in their order. */
  public static List<Cid> cids(byte[] car) throws IOException {
    List<Cid> cids = new ArrayList<>();
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    for (CarReader.Section s = reader.nextSection(); s != null; s = reader.nextSection()) {
      cids.add(s.cid());
    }
    return cids;
  }

  private byte[] header() {
    byte[] cbor =
        new CborWriter().map(2).text("roots").array(1).link(root).text("version").uint(1).toBytes();
    byte[] header = new byte[1 + cbor.length];
    header[0] = (byte) cbor.length;
    System.arraycopy(cbor, 0, header, 1, cbor.length);
    return header;
  }
}
