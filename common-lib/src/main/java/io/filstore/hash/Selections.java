package io.filstore.hash;

/** Which words two vectors give to a third, repeated for every 128 bits of them. */
final class Selections {

  private static final int PERIOD = 4;

  private Selections() {}

  /** Words {@code first} and {@code first + 1} of both vectors, alternating. */
  static int[] interleaved(int lanes, int first) {
    return repeated(lanes, first, lanes + first, first + 1, lanes + first + 1);
  }

  /** Words {@code first} and {@code first + 1} of one vector, then of the other. */
  static int[] halves(int lanes, int first) {
    return repeated(lanes, first, first + 1, lanes + first, lanes + first + 1);
  }

  private static int[] repeated(int lanes, int... pattern) {
    int[] indexes = new int[lanes];
    for (int i = 0; i < lanes; i++) {
      indexes[i] = pattern[i % PERIOD] + i / PERIOD * PERIOD;
    }
    return indexes;
  }
}
