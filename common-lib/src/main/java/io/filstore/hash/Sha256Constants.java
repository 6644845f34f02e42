package io.filstore.hash;

import java.util.Arrays;

/** Constants of SHA-256 (FIPS 180-4, 4.2.2 and 5.3.3), each repeated for every lane. */
final class Sha256Constants {

  private static final int[] ROUND = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private Sha256Constants() {}

  static int[] initialState(int lanes) {
    return repeated(INITIAL, lanes);
  }

  static int[] roundConstants(int lanes) {
    return repeated(ROUND, lanes);
  }

  /** Round constants plus the schedule of the block that pads every message of 64 bytes. */
  static int[] paddingRounds(int lanes) {
    int[] sum = new int[Lanes.SCHEDULE];
    sum[0] = 0x80000000;
    sum[15] = 64 * Byte.SIZE;
    for (int t = 16; t < sum.length; t++) {
      sum[t] = sum[t - 16] + small0(sum[t - 15]) + sum[t - 7] + small1(sum[t - 2]);
    }
    for (int t = 0; t < sum.length; t++) {
      sum[t] += ROUND[t];
    }
    return repeated(sum, lanes);
  }

  private static int small0(int x) {
    return Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3;
  }

  private static int small1(int x) {
    return Integer.rotateRight(x, 17) ^ Integer.rotateRight(x, 19) ^ x >>> 10;
  }

  private static int[] repeated(int[] words, int lanes) {
    int[] table = new int[words.length * lanes];
    for (int i = 0; i < words.length; i++) {
      Arrays.fill(table, i * lanes, (i + 1) * lanes, words[i]);
    }
    return table;
  }
}
