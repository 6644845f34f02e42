package io.filstore.retrieval.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of fetched blocks, whatever happens to their folder. */
class BlockCacheTest {
  private static final long BUDGET = 64 * 4096;

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock();

  @Test
  void aBlockComesBackAlsoAfterARestart() {
    BlockCache cache = open(BUDGET);
    cache.put(hash(1), block(1));

    assertThat(cache.get(hash(1))).hasValue(block(1));
    assertThat(cache.get(hash(2))).isEmpty();
    assertThat(open(BUDGET).get(hash(1))).hasValue(block(1));
  }

  @Test
  void aFileThatWasChangedIsNeverGivenAndGoesAway() throws IOException {
    BlockCache cache = open(BUDGET);
    cache.put(hash(1), block(1));
    Path file = files().getFirst();
    byte[] changed = Files.readAllBytes(file);
    changed[0] ^= 1;
    Files.write(file, changed);

    assertThat(cache.get(hash(1))).isEmpty();
    assertThat(file).doesNotExist();

    cache.put(hash(1), block(1));
    assertThat(cache.get(hash(1))).hasValue(block(1));
  }

  @Test
  void aFileOfAnotherLengthIsNotEvenRead() throws IOException {
    BlockCache cache = open(BUDGET);
    cache.put(hash(1), block(1));
    Files.write(files().getFirst(), new byte[1 << 20]);

    assertThat(cache.get(hash(1))).isEmpty();
  }

  @Test
  void aFileThatIsGoneIsNoFailure() throws IOException {
    BlockCache cache = open(BUDGET);
    cache.put(hash(1), block(1));
    Files.delete(files().getFirst());

    assertThat(cache.get(hash(1))).isEmpty();
  }

  @Test
  void theBudgetHoldsInTheFolderToo() throws IOException {
    BlockCache cache = open(BUDGET);
    for (int i = 0; i < 500; i++) {
      cache.put(hash(i), block(i));
      assertThat(cache.size()).isLessThanOrEqualTo(BUDGET);
    }
    assertThat(files()).hasSizeBetween(1, 64);
    assertThat(cache.size()).isEqualTo(files().size() * 4096L);
  }

  @Test
  void whatIsAskedForOftenStaysWhenManyPassBy() {
    BlockCache cache = open(BUDGET);
    cache.put(hash(0), block(0));
    for (int i = 1; i < 1000; i++) {
      assertThat(cache.get(hash(0))).as("after %d others", i).hasValue(block(0));
      cache.put(hash(i), block(i));
    }
  }

  @Test
  void aSmallerBudgetAfterARestartIsKept() throws IOException {
    BlockCache cache = open(BUDGET);
    for (int i = 0; i < 60; i++) {
      cache.put(hash(i), block(i));
    }
    BlockCache smaller = open(8 * 4096);

    assertThat(smaller.size()).isLessThanOrEqualTo(8 * 4096);
    assertThat(files()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whatIsLargerThanTheBudgetIsNotKept() throws IOException {
    BlockCache cache = open(4096);
    byte[] large = new byte[4097];
    cache.put(Multihash.sha256(large), large);

    assertThat(cache.get(Multihash.sha256(large))).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void leftoversAreCleanedAndStrangersLeftAlone() throws IOException {
    Files.writeString(folder.resolve("1220abcd.3.tmp"), "half");
    Files.writeString(folder.resolve("notes.txt"), "not ours");
    Files.writeString(folder.resolve("1220" + "00".repeat(32)), "a name without its block");

    BlockCache cache = open(BUDGET);

    assertThat(cache.get(Multihash.of(Multihash.SHA2_256, new byte[32]))).isEmpty();
    assertThat(files()).containsExactly(folder.resolve("notes.txt"));
  }

  @Test
  void aDiskThatTakesNothingSwitchesKeepingOffForAMinute() throws IOException {
    BlockCache cache = open(BUDGET);
    cache.put(hash(1), block(1));
    Path aside = folder.resolveSibling(folder.getFileName() + "-aside");
    Files.move(folder, aside);
    cache.put(hash(2), block(2));
    Files.move(aside, folder);

    assertThat(cache.get(hash(1))).as("what is there is still given").hasValue(block(1));
    cache.put(hash(3), block(3));
    assertThat(cache.get(hash(3))).as("switched off").isEmpty();

    clock.now = clock.now.plus(Duration.ofMinutes(1));
    cache.put(hash(3), block(3));
    assertThat(cache.get(hash(3))).hasValue(block(3));
  }

  @Test
  void aFolderThatCannotBeMadeIsACacheThatKeepsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    BlockCache cache = BlockCache.open(file.resolve("below"), BUDGET, clock);
    cache.put(hash(1), block(1));

    assertThat(cache.get(hash(1))).isEmpty();
  }

  @Test
  void withoutABudgetNothingIsTouched() {
    Path none = folder.resolve("none");
    BlockCache cache = BlockCache.open(none, 0, clock);
    cache.put(hash(1), block(1));

    assertThat(cache.get(hash(1))).isEmpty();
    assertThat(none).doesNotExist();
  }

  private BlockCache open(long budget) {
    return BlockCache.open(folder, budget, clock);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private static byte[] block(int number) {
    return ("block " + number).getBytes(UTF_8);
  }

  private static Multihash hash(int number) {
    return Multihash.sha256(block(number));
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
