package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Miner actors by number, each once and in order. Eight bytes each: mainnet has some 600,000, most
 * of them without power.
 */
public final class MinerSet {
  private final long[] ids;

  private MinerSet(long[] ids) {
    this.ids = ids;
  }

  /** Of numbers in any order. */
  public static MinerSet of(LongStream ids) {
    return new MinerSet(ids.sorted().distinct().toArray());
  }

  public int size() {
    return ids.length;
  }

  /** The next ones behind a number, at most so many. */
  public List<FilAddress> after(long id, int limit) {
    int from = upTo(id);
    return Arrays.stream(ids, from, (int) Math.min(ids.length, from + (long) limit))
        .mapToObj(FilAddress::id)
        .toList();
  }

  /** How many have this number or a lower one. */
  public int upTo(long id) {
    int at = Arrays.binarySearch(ids, id);
    return at < 0 ? -at - 1 : at + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MinerSet that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return ids.length + " miners";
  }
}
