package io.filstore.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256BatchTest {

  @Test
  void hashesThePublishedMessage() {
    byte[] digest = new byte[Sha256Batch.DIGEST];
    Sha256Batch.best().digest("abc".getBytes(US_ASCII), new int[] {0}, 1, 3, digest);
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 4096})
  void equalsHashingOneByOne(int length) throws Exception {
    Random random = new Random(length);
    byte[] data = new byte[length + 3000];
    random.nextBytes(data);
    int[] offsets = random.ints(40, 0, 3001).toArray();
    for (int count = 0; count <= 40; count++) {
      byte[] digests = new byte[40 * Sha256Batch.DIGEST];
      Sha256Batch.best().digest(data, offsets, count, length, digests);
      assertThat(digests).isEqualTo(oneByOne(data, offsets, count, length));
    }
  }

  private static byte[] oneByOne(byte[] data, int[] offsets, int count, int length)
      throws Exception {
    byte[] digests = new byte[40 * Sha256Batch.DIGEST];
    for (int i = 0; i < count; i++) {
      byte[] message = Arrays.copyOfRange(data, offsets[i], offsets[i] + length);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
      System.arraycopy(digest, 0, digests, i * Sha256Batch.DIGEST, Sha256Batch.DIGEST);
    }
    return digests;
  }

  @Test
  void readsAndWritesInsideTheArraysOnly() {
    Sha256Batch batch = Sha256Batch.best();
    assertThatThrownBy(() -> batch.digest(new byte[10], new int[] {3}, 1, 8, new byte[32]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.digest(new byte[10], new int[] {-1}, 1, 8, new byte[32]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.digest(new byte[10], new int[2], 2, 8, new byte[63]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.digest(new byte[10], new int[2], 3, 8, new byte[96]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
