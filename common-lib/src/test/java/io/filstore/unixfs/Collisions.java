package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/**
 * Names with the same murmur3. Every step of the hash can be undone: whatever state the first block
 * leaves, one second block leads to the state that is wanted.
 */
final class Collisions {
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final long FIVE = inverse(5);

  private Collisions() {}

  /** Two different names of 32 ASCII characters. */
  static List<String> pair() {
    String first = "sixteen letters!and sixteen more";
    long[] wanted = new long[2];
    byte[] bytes = first.getBytes(US_ASCII);
    block(wanted, bytes, 0);
    block(wanted, bytes, 16);
    Random random = new Random(1);
    while (true) {
      byte[] other = new byte[32];
      for (int i = 0; i < 16; i++) {
        other[i] = (byte) ('a' + random.nextInt(26));
      }
      long[] state = new long[2];
      block(state, other, 0);
      undo(state, wanted, other);
      if (isName(other)) {
        return List.of(first, new String(other, US_ASCII));
      }
    }
  }

  private static boolean isName(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= 0 || b == '/') {
        return false;
      }
    }
    return true;
  }

  private static void block(long[] h, byte[] bytes, int offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long k1 = Long.rotateLeft(in.getLong(offset) * C1, 31) * C2;
    h[0] = (Long.rotateLeft(h[0] ^ k1, 27) + h[1]) * 5 + 0x52dce729;
    long k2 = Long.rotateLeft(in.getLong(offset + 8) * C2, 33) * C1;
    h[1] = (Long.rotateLeft(h[1] ^ k2, 31) + h[0]) * 5 + 0x38495ab5;
  }

  /** Writes the second block that leads from one state to the other. */
  private static void undo(long[] from, long[] to, byte[] name) {
    ByteBuffer out = ByteBuffer.wrap(name).order(ByteOrder.LITTLE_ENDIAN);
    long k1 = from[0] ^ Long.rotateRight((to[0] - 0x52dce729) * FIVE - from[1], 27);
    out.putLong(16, Long.rotateRight(k1 * inverse(C2), 31) * inverse(C1));
    long k2 = from[1] ^ Long.rotateRight((to[1] - 0x38495ab5) * FIVE - to[0], 31);
    out.putLong(24, Long.rotateRight(k2 * inverse(C1), 33) * inverse(C2));
  }

  /** Of an odd number modulo 2^64, by Newton's steps. */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 6; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
