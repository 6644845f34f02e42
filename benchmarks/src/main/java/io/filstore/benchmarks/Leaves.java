package io.filstore.benchmarks;

import io.filstore.hash.Sha256Batch;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.zip.CRC32C;

/** SHA-256 of messages of equal length that lie one after another in memory, on one thread. */
abstract class Leaves implements Work {
  private static final int DIGEST = 32;
  private static final long SEED = 1;

  final byte[] data;
  final int length;
  final int[] offsets;
  final byte[] digests;

  private Leaves(int mebibytes, int length) {
    this.data = new byte[Math.multiplyExact(mebibytes, 1 << 20)];
    this.length = length;
    this.offsets = new int[data.length / length];
    this.digests = new byte[offsets.length * DIGEST];
    new Random(SEED).nextBytes(data);
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i * length;
    }
  }

  @Override
  public String result() {
    CRC32C sum = new CRC32C();
    sum.update(digests);
    return Long.toHexString(sum.getValue());
  }

  /** All at once by what the library thinks best. */
  static final class Together extends Leaves {
    private final Sha256Batch batch = Sha256Batch.best();

    Together(int mebibytes, int length) {
      super(mebibytes, length);
    }

    @Override
    public void run() {
      batch.digest(data, offsets, offsets.length, length, digests);
    }
  }

  /** One after another by the JDK. */
  static final class OneByOne extends Leaves {
    private final MessageDigest sha256;

    OneByOne(int mebibytes, int length) throws NoSuchAlgorithmException {
      super(mebibytes, length);
      this.sha256 = MessageDigest.getInstance("SHA-256");
    }

    @Override
    public void run() {
      for (int i = 0; i < offsets.length; i++) {
        sha256.update(data, offsets[i], length);
        finish(i * DIGEST);
      }
    }

    private void finish(int at) {
      try {
        sha256.digest(digests, at, DIGEST);
      } catch (DigestException e) {
        throw new IllegalStateException("SHA-256 did not fit into 32 bytes", e);
      }
    }
  }
}
