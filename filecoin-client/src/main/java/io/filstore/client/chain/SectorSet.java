package io.filstore.client.chain;

import io.filstore.multiformats.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of sector numbers as the lengths of its runs, the first one of numbers that are not in it
 * (go-bitfield, rle/rleplus.go). It is never spread out: a run may be as long as a number goes.
 */
public record SectorSet(List<Long> runs) {

  /** No sector at all. */
  public static final SectorSet NONE = new SectorSet(List.of(0L));

  /**
   * Checked as go-bitfield does.
   *
   * @throws FormatException for a negative run, an empty one that is not the first, or numbers
   *     beyond 63 bits
   */
  public SectorSet {
    runs = List.copyOf(runs);
    long end = 0;
    for (int i = 0; i < runs.size(); i++) {
      long run = runs.get(i);
      if (run < 0 || (run == 0 && i > 0) || run > Long.MAX_VALUE - end) {
        throw new FormatException("a run of sectors cannot be " + run + " long here");
      }
      end += run;
    }
  }

  /** The set of these numbers. */
  public static SectorSet of(long... sectors) {
    List<Long> runs = new ArrayList<>();
    long end = 0;
    for (long sector : Arrays.stream(sectors).sorted().distinct().toArray()) {
      if (sector == end && !runs.isEmpty()) {
        runs.set(runs.size() - 1, runs.getLast() + 1);
      } else {
        runs.add(sector - end);
        runs.add(1L);
      }
      end = sector + 1;
    }
    return runs.isEmpty() ? NONE : new SectorSet(runs);
  }

  /** Whether the sector is in it. */
  public boolean contains(long sector) {
    long end = 0;
    boolean set = false;
    for (long run : runs) {
      end += run;
      if (sector < end) {
        return set;
      }
      set = !set;
    }
    return false;
  }
}
