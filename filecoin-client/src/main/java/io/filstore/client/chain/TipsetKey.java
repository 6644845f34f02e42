package io.filstore.client.chain;

import io.filstore.multiformats.Cid;
import java.util.List;
import java.util.stream.Collectors;

/** The block CIDs that name a tipset; without blocks it means the node's current head. */
public record TipsetKey(List<Cid> blocks) {

  /** The head at the time of asking. */
  public static final TipsetKey HEAD = new TipsetKey(List.of());

  public TipsetKey {
    blocks = List.copyOf(blocks);
  }

  /** Comma separated block CIDs, for evidence and logs. */
  @Override
  public String toString() {
    return blocks.isEmpty()
        ? "head"
        : blocks.stream().map(Cid::toString).collect(Collectors.joining(","));
  }
}
