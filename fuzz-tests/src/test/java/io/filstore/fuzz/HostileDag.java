package io.filstore.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks under their true CIDs that link to each other as the fuzzer likes: a fuzzer that only had
 * bytes would never find the hash of a child.
 */
final class HostileDag {
  private static final int MAX_NODES = 40;
  private static final int MAX_LINKS = 12;
  private static final long[] CODECS = {Cid.RAW, Cid.DAG_PB, Cid.DAG_PB, Cid.DAG_CBOR};

  private final FuzzedDataProvider input;
  private final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
  private final List<Cid> cids = new ArrayList<>();

  private HostileDag(FuzzedDataProvider input) {
    this.input = input;
  }

  static HostileDag from(FuzzedDataProvider input) {
    HostileDag dag = new HostileDag(input);
    while (input.remainingBytes() > 0 && dag.cids.size() < MAX_NODES) {
      dag.add();
    }
    return dag;
  }

  Map<Cid, byte[]> blocks() {
    return blocks;
  }

  private void add() {
    int shape = input.consumeInt(0, 9);
    if (shape == 0) {
      put(input.pickValue(CODECS), input.consumeBytes(64));
    } else if (shape == 1) {
      Multihash inline = Multihash.of(Multihash.IDENTITY, input.consumeBytes(140));
      cids.add(Cid.v1(input.pickValue(CODECS), inline));
    } else if (shape == 2) {
      cids.add(Cid.sha256(input.pickValue(CODECS), input.consumeBytes(2)));
    } else {
      put(Cid.DAG_PB, DagPb.encode(new PbNode(links(), message())));
    }
  }

  private void put(long codec, byte[] block) {
    Cid cid = Cid.sha256(codec, block);
    blocks.put(cid, block);
    cids.add(cid);
  }

  private List<PbLink> links() {
    List<PbLink> links = new ArrayList<>();
    for (int left = input.consumeInt(0, MAX_LINKS); left > 0 && !cids.isEmpty(); left--) {
      Cid child = cids.get(cids.size() - 1 - input.consumeInt(0, cids.size() - 1));
      String name = printable(input.consumeAsciiString(6));
      links.add(new PbLink(child, name, input.consumeLong(0, Long.MAX_VALUE)));
    }
    return links;
  }

  /** Shards have two hexadecimal digits in front of a name; the fuzzer finds more itself. */
  private String printable(String name) {
    return input.consumeBoolean() ? "%02X%s".formatted(input.consumeInt(0, 255), name) : name;
  }

  /** A UnixFS message with fields that need not fit each other (UnixFS specification). */
  private byte[] message() {
    ByteBuffer out = ByteBuffer.allocate(2048);
    out.put((byte) 0x08).put((byte) input.consumeInt(0, 6));
    if (input.consumeBoolean()) {
      byte[] data = input.consumeBytes(100);
      out.put((byte) 0x12).put((byte) data.length).put(data);
    }
    if (input.consumeBoolean()) {
      out.put((byte) 0x18);
      varint(out, size());
    }
    for (int left = input.consumeInt(0, MAX_LINKS); left > 0; left--) {
      out.put((byte) 0x20);
      varint(out, size());
    }
    if (input.consumeBoolean()) {
      out.put((byte) 0x28).put((byte) (input.consumeBoolean() ? 0x22 : input.consumeInt(0, 127)));
      out.put((byte) 0x30);
      varint(out, input.consumeBoolean() ? 256 : input.consumeInt(0, 1 << 20));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private long size() {
    return input.consumeBoolean() ? input.consumeInt(0, 200) : input.consumeLong();
  }

  private static void varint(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
