package io.filstore.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tree as the product writes it, some of whose blocks the fuzzer changes; every block above them
 * gets the CID that it has then. So damage lies behind hashes that are right.
 */
final class DamagedTree {
  private static final int MOST_DAMAGES = 3;

  private final FuzzedDataProvider input;
  private final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
  private final Map<Cid, Cid> renamed = new LinkedHashMap<>();
  private final int damages;
  private Cid root;

  private DamagedTree(FuzzedDataProvider input, GrownTree grown) {
    this.input = input;
    this.root = grown.root();
    int[] places = new int[input.consumeInt(0, MOST_DAMAGES)];
    Arrays.setAll(places, i -> input.consumeInt(0, grown.blocks().size() - 1));
    this.damages = places.length;
    int place = 0;
    for (Map.Entry<Cid, byte[]> written : grown.blocks().entrySet()) {
      int here = place++;
      boolean isDamaged = Arrays.stream(places).anyMatch(i -> i == here);
      add(written.getKey(), written.getValue(), isDamaged);
    }
    root = renamed.getOrDefault(root, root);
  }

  static DamagedTree from(FuzzedDataProvider input) throws IOException {
    return new DamagedTree(input, GrownTree.from(input));
  }

  Cid root() {
    return root;
  }

  Map<Cid, byte[]> blocks() {
    return blocks;
  }

  boolean isWhole() {
    return damages == 0;
  }

  private void add(Cid cid, byte[] block, boolean isDamaged) {
    byte[] now = block;
    if (cid.codec() == Cid.DAG_PB) {
      PbNode node = DagPb.decode(block);
      List<PbLink> links = new ArrayList<>();
      node.links().forEach(link -> links.add(to(link, renamed.get(link.hash()))));
      byte[] data = node.data();
      if (isDamaged) {
        data = flipped(data == null ? new byte[0] : data);
        damage(links);
      }
      now = DagPb.encode(new PbNode(links, data));
    }
    if (isDamaged && input.consumeInt(0, 3) == 0) {
      now = flipped(now);
    }
    Cid v1 = Cid.sha256(cid.codec(), now);
    Cid name = cid.version() == 0 ? Cid.v0(v1.multihash()) : v1;
    renamed.put(cid, name);
    blocks.put(name, now);
  }

  private static PbLink to(PbLink link, @Nullable Cid target) {
    return target == null ? link : new PbLink(target, link.name(), link.tsize());
  }

  private byte[] flipped(byte[] bytes) {
    byte[] other = bytes.clone();
    if (other.length > 0 && input.consumeBoolean()) {
      other[input.consumeInt(0, other.length - 1)] = input.consumeByte();
    }
    return other;
  }

  private void damage(List<PbLink> links) {
    if (links.isEmpty()) {
      return;
    }
    int at = input.consumeInt(0, links.size() - 1);
    PbLink link = links.get(at);
    switch (input.consumeInt(0, 5)) {
      case 0 -> links.remove(at);
      case 1 -> links.add(link);
      case 2 -> links.set(at, new PbLink(link.hash(), input.consumeString(8), link.tsize()));
      case 3 -> links.set(at, new PbLink(link.hash(), link.name(), input.consumeLong(0, 1L << 62)));
      case 4 -> links.set(at, to(link, input.pickValue(new ArrayList<>(renamed.values()))));
      default -> {}
    }
  }
}
