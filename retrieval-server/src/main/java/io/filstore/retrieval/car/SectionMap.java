package io.filstore.retrieval.car;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Finds the section that holds a byte of a CAR: section lengths are walked once, as far as anyone
 * asked, and every {@value #STRIDE}-th start is remembered. 8 bytes per {@value #STRIDE} sections:
 * 16 KiB for a full 32 GiB piece of 1 MiB blocks.
 */
final class SectionMap {

  private static final int STRIDE = 16;

  private long[] starts = new long[64];
  private int count;
  private long walkedTo;
  private long sections;

  SectionMap(long firstSection) {
    this.walkedTo = firstSection;
  }

  /**
   * Start of the section that holds {@code position}, which lies at or behind the first section and
   * inside the file.
   */
  long startOf(FileChannel car, long position) throws IOException {
    long start = nearest(car, position);
    for (CarSection section = CarSection.at(car, start);
        section.end() <= position;
        section = CarSection.at(car, start)) {
      start = section.end();
    }
    return start;
  }

  private synchronized long nearest(FileChannel car, long position) throws IOException {
    while (walkedTo <= position) {
      remember();
      walkedTo = CarSection.at(car, walkedTo).end();
      sections++;
    }
    int found = Arrays.binarySearch(starts, 0, count, position);
    return starts[found >= 0 ? found : -found - 2];
  }

  private void remember() {
    if (sections % STRIDE != 0) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = walkedTo;
  }
}
