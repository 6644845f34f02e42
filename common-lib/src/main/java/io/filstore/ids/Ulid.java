package io.filstore.ids;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * ULIDs: 48 bits of milliseconds and 80 random bits as 26 characters of Crockford's base 32, upper
 * case, sortable by time (ulid/spec). Two ids of one generator made in the same millisecond are
 * still in order, because the random part is then counted up.
 */
public final class Ulid {
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final Ulid SHARED = new Ulid(Clock.systemUTC(), new SecureRandom());
  private static final long LOW_MASK = (1L << 40) - 1;

  private final Clock clock;
  private final SecureRandom random;
  private long lastMillis = -1;
  private long high;
  private long low;

  public Ulid(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** The next id of the process-wide generator. */
  public static String next() {
    return SHARED.generate();
  }

  /** The next id of this generator; never less than the one before. */
  public synchronized String generate() {
    long now = Math.max(clock.millis(), lastMillis);
    if (now == lastMillis) {
      countUp();
    } else {
      lastMillis = now;
      high = random.nextLong() & LOW_MASK;
      low = random.nextLong() & LOW_MASK;
    }
    return text(lastMillis, high, low);
  }

  private void countUp() {
    low = (low + 1) & LOW_MASK;
    if (low == 0) {
      high = (high + 1) & LOW_MASK;
    }
  }

  private static String text(long millis, long high, long low) {
    char[] out = new char[26];
    group(out, 0, 10, millis);
    group(out, 10, 8, high);
    group(out, 18, 8, low);
    return new String(out);
  }

  private static void group(char[] out, int at, int count, long bits) {
    for (int i = 0; i < count; i++) {
      out[at + i] = ALPHABET[(int) (bits >>> (5 * (count - 1 - i)) & 31)];
    }
  }
}
