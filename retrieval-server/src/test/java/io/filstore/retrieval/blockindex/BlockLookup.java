package io.filstore.retrieval.blockindex;

import io.filstore.car.CarIndex;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Multihash;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What it costs to find that no CAR has a block, and which one has it: the block index beside
 * opening the index of every CAR. A program for benchmarks/block-index.sh.
 */
final class BlockLookup {

  /** Blocks of a CAR. */
  private static final int BLOCKS = 100_000;

  /** Files that stand for the indexes of all CARs, so that these need no disk. */
  private static final int FILES = 20;

  private static final int LOOKUPS = 20_000;

  private BlockLookup() {}

  /** Uniform prefixes in ascending order, without holding them. */
  private static final class Made implements Entries {
    private final Random random;
    private final double gap;
    private final int cars;
    private long left;
    private double at;
    private int car;

    Made(long count, int cars, long seed) {
      this.random = new Random(seed);
      this.gap = 0x1p64 / count;
      this.cars = cars;
      this.left = count;
    }

    @Override
    public boolean next() {
      at += -Math.log(1 - random.nextDouble()) * gap;
      car = random.nextInt(cars);
      return left-- > 0 && at < 0x1p64;
    }

    @Override
    public long prefix() {
      return (long) (at / 2) << 1;
    }

    @Override
    public int car() {
      return car;
    }
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    List<Path> indexes = indexes(Files.createDirectories(folder.resolve("idx")));
    System.out.println(
        "| blocks | CARs | runs | not there: µs, min / median / max | there | every CAR's index, not there | times as fast |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String size : Arrays.asList(args).subList(2, args.length)) {
      measure(folder.resolve("runs-" + size), indexes, Long.parseLong(size), rounds);
    }
  }

  private static List<Path> indexes(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Random random = new Random(1);
    for (int n = 0; n < FILES; n++) {
      byte[][] keys = new byte[BLOCKS][32];
      for (byte[] key : keys) {
        random.nextBytes(key);
      }
      Arrays.sort(keys, Arrays::compareUnsigned);
      Path file = folder.resolve(n + ".idx");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
        out.write("FSCARIX1".getBytes(StandardCharsets.US_ASCII));
        out.writeLong(BLOCKS);
        for (byte[] key : keys) {
          out.write(key);
          out.writeLong(59);
          out.writeInt(1000);
          out.writeInt(38);
        }
      }
      files.add(file);
    }
    return files;
  }

  private static void measure(Path folder, List<Path> indexes, long blocks, int rounds)
      throws IOException {
    int cars = (int) (blocks / BLOCKS);
    Runs runs = Runs.open(folder);
    // As merges of four leave them: three of each size, and one that is larger.
    List<Long> sizes = new ArrayList<>();
    long left = blocks;
    for (long size = blocks / 4; size >= 64L * BLOCKS && left > size; size /= 4) {
      for (int n = 0; n < 3; n++) {
        sizes.add(size);
        left -= size;
      }
    }
    sizes.add(left);
    for (int n = 0; n < sizes.size(); n++) {
      int own = (int) Math.max(1, sizes.get(n) / BLOCKS);
      List<String> names = IntStream.range(0, own).mapToObj(i -> IdKind.CAR.next()).toList();
      runs.write(names, List.of(new Made(sizes.get(n), own, n)), List.of());
    }
    List<Double> missing = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    List<Double> every = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double ours = absent(runs, round);
      double hit = present(runs, indexes, round);
      double theirs = everyIndex(indexes, cars, round);
      if (round > 0) {
        missing.add(ours);
        there.add(hit);
        every.add(theirs);
        ratios.add(theirs / ours);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,d | %d | %s | %s | %s | %s |%n",
        blocks,
        cars,
        sizes.size(),
        spread(missing, "%.1f"),
        spread(there, "%.1f"),
        spread(every, "%,.0f"),
        spread(ratios, "%,.0f"));
    runs.close();
  }

  private static double absent(Runs runs, int round) {
    Random random = new Random(1000 + round);
    long begun = System.nanoTime();
    for (int n = 0; n < LOOKUPS; n++) {
      if (!runs.candidates(random.nextLong()).isEmpty()) {
        throw new IllegalStateException("a block that nobody has was found");
      }
    }
    return (System.nanoTime() - begun) / 1e3 / LOOKUPS;
  }

  /** With the index of the CAR that is named opened and asked. */
  private static double present(Runs runs, List<Path> indexes, int round) throws IOException {
    Random random = new Random(2000 + round);
    Run run = runs.all().getLast();
    long begun = System.nanoTime();
    for (int n = 0; n < LOOKUPS; n++) {
      long prefix = run.prefix(random.nextLong(run.size()));
      if (runs.candidates(prefix).isEmpty()) {
        throw new IllegalStateException("a block was not found");
      }
      ask(indexes.get(n % FILES), hash(random));
    }
    return (System.nanoTime() - begun) / 1e3 / LOOKUPS;
  }

  private static double everyIndex(List<Path> indexes, int cars, int round) throws IOException {
    Random random = new Random(3000 + round);
    int lookups = Math.max(1, 2000 / cars);
    long begun = System.nanoTime();
    for (int n = 0; n < lookups; n++) {
      Multihash hash = hash(random);
      for (int car = 0; car < cars; car++) {
        ask(indexes.get(car % FILES), hash);
      }
    }
    return (System.nanoTime() - begun) / 1e3 / lookups;
  }

  private static void ask(Path index, Multihash hash) throws IOException {
    try (CarIndex open = CarIndex.open(index)) {
      if (open.find(hash).isPresent()) {
        throw new IllegalStateException("a block that nobody has was found");
      }
    }
  }

  private static Multihash hash(Random random) {
    ByteBuffer digest = ByteBuffer.allocate(32);
    while (digest.hasRemaining()) {
      digest.putLong(random.nextLong());
    }
    return Multihash.of(Multihash.SHA2_256, digest.array());
  }

  private static String spread(List<Double> values, String form) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        form + " / " + form + " / " + form,
        sorted.getFirst(),
        sorted.get(sorted.size() / 2),
        sorted.getLast());
  }
}
