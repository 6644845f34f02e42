package io.filstore.retrieval.car;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Finds the section that holds a byte of a CAR: section lengths are walked once, as far as anyone
 * asked, and every {@value #STRIDE}-th start is remembered. Remembers, too, which sections were
 * verified lately. 10 bytes per {@value #STRIDE} sections: 20 KiB for a full 32 GiB piece of 1 MiB
 * blocks.
 */
final class SectionMap {

  private static final int STRIDE = 16;

  private final long forget;
  private final LongSupplier nanos;
  private long[] starts = new long[64];
  private short[] verified = new short[64];
  private int count;
  private long walkedTo;
  private long sections;
  private long verifiedSince;

  /**
   * @param keep how long a section counts as verified at most
   */
  SectionMap(long firstSection, Duration keep, LongSupplier nanos) {
    this.walkedTo = firstSection;
    this.forget = keep.toNanos();
    this.nanos = nanos;
    this.verifiedSince = nanos.getAsLong();
  }

  /**
   * A section of the file.
   *
   * @param number of the section in the file, from 0
   */
  record Place(long number, long start) {}

  /** The section that holds {@code position}, which lies behind the header and inside the file. */
  Place at(FileChannel car, long position) throws IOException {
    Place near = nearest(car, position);
    long number = near.number();
    CarSection section = CarSection.at(car, near.start());
    while (section.end() <= position) {
      section = CarSection.at(car, section.end());
      number++;
    }
    return new Place(number, section.offset());
  }

  private synchronized Place nearest(FileChannel car, long position) throws IOException {
    while (walkedTo <= position) {
      remember();
      walkedTo = CarSection.at(car, walkedTo).end();
      sections++;
    }
    int found = Arrays.binarySearch(starts, 0, count, position);
    int at = found >= 0 ? found : -found - 2;
    return new Place((long) at * STRIDE, starts[at]);
  }

  private void remember() {
    if (sections % STRIDE != 0) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      verified = Arrays.copyOf(verified, 2 * count);
    }
    starts[count++] = walkedTo;
  }

  synchronized boolean isVerified(long number) {
    if (nanos.getAsLong() - verifiedSince > forget) {
      Arrays.fill(verified, (short) 0);
      verifiedSince = nanos.getAsLong();
    }
    int stride = (int) (number / STRIDE);
    return stride < count && (verified[stride] & 1 << number % STRIDE) != 0;
  }

  synchronized void verified(long number) {
    int stride = (int) (number / STRIDE);
    if (stride < count) {
      verified[stride] |= (short) (1 << number % STRIDE);
    }
  }
}
