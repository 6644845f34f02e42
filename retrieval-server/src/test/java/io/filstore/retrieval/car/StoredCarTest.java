package io.filstore.retrieval.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.TestCar;
import io.filstore.retrieval.bytes.DamagedContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCarTest {

  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final TestCar car = new TestCar();
  private Path file;

  /** Sections of 3 MiB, of 100 bytes, and of 70,000 bytes by sha2-512. */
  @BeforeEach
  void write() throws IOException {
    Random random = new Random(4);
    byte[] large = new byte[3 * MIB];
    random.nextBytes(large);
    byte[] small = new byte[100];
    random.nextBytes(small);
    byte[] other = new byte[70_000];
    random.nextBytes(other);
    car.add(Cid.RAW, large);
    car.add(otherHash(other), other);
    car.add(Cid.RAW, small);
    file = Files.write(folder.resolve("some.car"), car.bytes());
  }

  private static Cid otherHash(byte[] block) throws IOException {
    return Cid.v1(Cid.RAW, Multihash.of(Multihash.SHA2_512, new ByteArrayInputStream(block)));
  }

  @Test
  void anyPartIsThatPart() throws IOException {
    byte[] all = car.bytes();
    StoredCar stored = open();
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(all.length);
      int length = random.nextInt(Math.min(2 * MIB, all.length - from)) + 1;
      assertThat(part(stored, from, length))
          .isEqualTo(Arrays.copyOfRange(all, from, from + length));
    }
    assertThat(part(stored, 0, all.length)).isEqualTo(all);
  }

  @Test
  void nothingOfADamagedSectionGoesOut() throws IOException {
    for (int section = 0; section < 3; section++) {
      byte[] all = car.bytes();
      int last = car.endOf(section) - 1;
      all[last] ^= 1;
      Files.write(file, all);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      StoredCar stored = open();
      assertThatThrownBy(() -> stored.write(0, all.length, out, cid -> {}))
          .isInstanceOf(DamagedContentException.class);
      int begin = section == 0 ? car.endOf(0) - 3 * MIB : car.endOf(section - 1);
      assertThat(out.size()).isLessThanOrEqualTo(begin);
    }
  }

  /** So many slow readers would otherwise need as many sections. */
  @Test
  void anAnswerHoldsLittleOfASectionHoweverLargeThatIs() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long size = file.toFile().length();
    for (int round = 0; round < 3; round++) {
      StoredCar stored = open();
      long before = threads.getCurrentThreadAllocatedBytes();
      stored.write(0, size, OutputStream.nullOutputStream(), cid -> {});
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MIB);
    }
  }

  private byte[] part(StoredCar stored, int from, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stored.write(from, length, out, cid -> {});
    return out.toByteArray();
  }

  private StoredCar open() throws IOException {
    return StoredCar.open(
        file,
        new Car(
            "car_1",
            "piece",
            car.root().toString(),
            "profile",
            file.toFile().length(),
            3,
            "some.car",
            Instant.EPOCH,
            null,
            null));
  }
}
