package io.filstore.hash;

/**
 * The compression function of SHA-256 (FIPS 180-4, 6.2) on several independent messages at once,
 * one per lane. Word i of all lanes stands together: index {@code i * count() + lane}. Stateless; a
 * schedule is scratch memory of the caller.
 */
interface Lanes {

  /** Words of a state. */
  int STATE = 8;

  /** Words of a block. */
  int BLOCK = 16;

  /** Words of a message schedule, of which the first 16 are the block. */
  int SCHEDULE = 64;

  /** Messages at once. */
  int count();

  /**
   * Puts 64 bytes of each message, those from {@code offsets[lane] + skip} on, into a schedule.
   *
   * @param pieces scratch memory of {@code 64 * count()} bytes
   */
  void gather(byte[] data, int[] offsets, int skip, byte[] pieces, int[] schedule, int at);

  /** One block into one state per lane; the schedule's words from 16 on are overwritten. */
  void compress(int[] schedule, int[] state);

  /**
   * The digests of two messages of one block per lane, each cut to 254 bits: two nodes of the piece
   * tree.
   *
   * @param digests receives both states, {@code 8 * count()} words each, from {@code at} on
   */
  void nodes(int[] left, int[] right, int[] digests, int at);

  /**
   * The fr32 expansion of 127 bytes per lane.
   *
   * @param raw 32 words as {@link #gather} left them; bits of a 128th byte do not matter
   * @param left receives the first two leaves as a block
   * @param right receives the last two leaves as a block
   */
  void fr32(int[] raw, int[] left, int[] right);
}
