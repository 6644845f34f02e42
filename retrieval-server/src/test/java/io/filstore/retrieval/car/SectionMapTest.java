package io.filstore.retrieval.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionMapTest {
  private static final int BLOCKS = 1_100;

  @TempDir Path folder;
  private final Random random = new Random(3);
  private final AtomicLong nanos = new AtomicLong(-5);
  private final List<Long> starts = new ArrayList<>();
  private long size;
  private Path file;

  /** Blocks of 0 to 299 bytes. */
  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("some.car");
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      byte[] block = new byte[random.nextInt(300)];
      random.nextBytes(block);
      blocks.add(block);
    }
    Cid root = Cid.sha256(Cid.RAW, blocks.getFirst());
    try (OutputStream out = Files.newOutputStream(file)) {
      CarWriter writer = new CarWriter(out, List.of(root));
      for (byte[] block : blocks) {
        writer.block(Cid.sha256(Cid.RAW, block), block, 0, block.length);
      }
    }
    try (FileChannel car = open()) {
      size = car.size();
      long at = CarSection.at(car, 0).end();
      while (at < size) {
        starts.add(at);
        at = CarSection.at(car, at).end();
      }
    }
  }

  @Test
  void findsTheSectionOfEveryByteInWhateverOrderItIsAsked() throws IOException {
    SectionMap map = map();
    try (FileChannel car = open()) {
      for (int i = 0; i < 2_000; i++) {
        long position = starts.getFirst() + random.nextInt((int) (size - starts.getFirst()));
        SectionMap.Place place = map.at(car, position);
        assertThat(place.start()).isLessThanOrEqualTo(position);
        assertThat(starts.get((int) place.number())).isEqualTo(place.start());
        assertThat(CarSection.at(car, place.start()).end()).isGreaterThan(position);
      }
    }
  }

  @Test
  void whatWasVerifiedIsRememberedForAWhileAndNothingElse() throws IOException {
    SectionMap map = map();
    try (FileChannel car = open()) {
      map.at(car, size - 1);
    }
    List<Long> some = List.of(0L, 15L, 16L, 777L, BLOCKS - 1L);
    some.forEach(map::verified);
    for (long number = 0; number < BLOCKS; number++) {
      assertThat(map.isVerified(number)).as("%d", number).isEqualTo(some.contains(number));
    }
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(map.isVerified(16)).isTrue();
    nanos.incrementAndGet();
    assertThat(some).noneMatch(map::isVerified);
    map.verified(16);
    assertThat(map.isVerified(16)).isTrue();
  }

  @Test
  void whatWasNeverWalkedToIsNotVerified() {
    SectionMap map = map();
    map.verified(40);
    assertThat(map.isVerified(40)).isFalse();
  }

  private SectionMap map() {
    return new SectionMap(starts.getFirst(), Duration.ofMinutes(10), nanos::get);
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }
}
