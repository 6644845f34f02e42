package io.filstore.retrieval.blockindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.ids.IdKind;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file of the block index, against a map. */
class RunTest {

  @TempDir Path folder;

  /** Blocks of one CAR by their prefixes. */
  static final class Listed implements Entries {
    private final List<Long> prefixes;
    private final int car;
    private int at = -1;

    Listed(List<Long> prefixes, int car) {
      this.prefixes = prefixes.stream().sorted(Long::compareUnsigned).toList();
      this.car = car;
    }

    @Override
    public boolean next() {
      return ++at < prefixes.size();
    }

    @Override
    public long prefix() {
      return prefixes.get(at);
    }

    @Override
    public int car() {
      return car;
    }
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> IdKind.CAR.next()).toList();
  }

  private Path write(List<String> names, List<List<Long>> blocks) throws IOException {
    List<Entries> sources = new ArrayList<>();
    for (List<Long> car : blocks) {
      sources.add(new Listed(car, sources.size()));
    }
    Path file = folder.resolve("a.run");
    Files.deleteIfExists(file);
    RunWriter.write(file, names, sources);
    return file;
  }

  private static Set<String> found(Run run, long prefix) {
    Set<String> found = new TreeSet<>();
    run.find(prefix, found::add);
    return found;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsWhatAMapFinds(long seed) throws IOException {
    Random random = new Random(seed);
    // Hashes; keys crowded at one place, as somebody may search for; and keys of a few values only.
    List<LongSupplier> kinds =
        List.of(random::nextLong, () -> 7L << 60 | random.nextInt(50), () -> -random.nextInt(3));
    LongSupplier keys = kinds.get((int) (seed % kinds.size()));
    List<String> names = names(1 + random.nextInt(20));
    Map<Long, Set<String>> map = new TreeMap<>();
    List<List<Long>> blocks = new ArrayList<>();
    for (String name : names) {
      List<Long> car = new ArrayList<>();
      for (int n = random.nextInt(400); n > 0; n--) {
        car.add(keys.getAsLong());
      }
      car.forEach(key -> map.computeIfAbsent(key, none -> new TreeSet<>()).add(name));
      blocks.add(car);
    }

    try (Run run = Run.open(write(names, blocks))) {
      run.verify();
      assertThat(run.cars()).isEqualTo(names);
      assertThat(run.size()).isEqualTo(map.values().stream().mapToLong(Set::size).sum());
      map.forEach((key, cars) -> {
        assertThat(found(run, key)).isEqualTo(cars);
        for (long beside : new long[] {key - 1, key + 1}) {
          assertThat(found(run, beside)).isEqualTo(map.getOrDefault(beside, Set.of()));
        }
      });
      for (long other : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong()}) {
        assertThat(found(run, other)).isEqualTo(map.getOrDefault(other, Set.of()));
      }
    }
  }

  @Test
  void aRunWithoutEntriesFindsNothing() throws IOException {
    try (Run run = Run.open(write(names(1), List.of(List.of())))) {
      run.verify();
      assertThat(found(run, 0)).isEmpty();
    }
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    Path file = write(names(2), List.of(List.of(1L, 2L), List.of(2L, 3L)));
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      // Zeros that stand for nothing.
      if (at >= Run.HEAD_SUM_AT + 4 && at < Run.HEAD) {
        continue;
      }
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(file, changed);
      assertThatThrownBy(() -> openedAndVerified(file))
          .as("byte %d", at)
          .isInstanceOf(FormatException.class);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> openedAndVerified(file)).isInstanceOf(FormatException.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + Run.ENTRY));
    assertThatThrownBy(() -> openedAndVerified(file)).isInstanceOf(FormatException.class);
  }

  private static void openedAndVerified(Path file) throws IOException {
    try (Run run = Run.open(file)) {
      run.verify();
    }
  }

  /** Until somebody notices the damage, nothing worse than a wrong answer comes of it. */
  @Test
  void aDamagedEntryNamesNoCarThatIsNotListed() throws IOException {
    Path file = write(names(1), List.of(List.of(5L)));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, -7);
    Files.write(file, bytes);
    try (Run run = Run.open(file)) {
      assertThat(found(run, 5)).isEmpty();
    }
  }
}
