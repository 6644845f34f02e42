package io.filstore.dataprep.packing;

import io.filstore.blob.FolderBlobStore;
import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.UploadState;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.util.unit.DataSize;

/**
 * Packs one file in a JVM of its own and prints the rate and the peak heap; started by {@code
 * benchmarks/pack-2gib.sh}.
 */
final class PackBenchmark {

  private PackBenchmark() {}

  /**
   * @param args staging folder, CAR folder, upload id (a folder below staging that holds the file
   *     {@code 000001}), rounds
   */
  public static void main(String[] args) throws IOException {
    Path staging = Path.of(args[0]);
    long size = Files.size(staging.resolve(args[2]).resolve("000001"));
    PackingProperties properties =
        new PackingProperties(
            staging,
            Path.of(args[1]),
            DataSize.ofGigabytes(32),
            true,
            DataSize.ofMegabytes(1),
            Duration.ofSeconds(1));
    FolderBlobStore store = FolderBlobStore.open(properties.carDir());
    try (Packer packer = new Packer(PackOptions.of(CarBuild.PROFILE))) {
      CarBuild build =
          new CarBuild(
              store,
              store::usableSpace,
              new StagingArea(staging),
              new PackJournals(properties.carDir()),
              packer,
              properties,
              step -> {});
      for (int round = 1; round <= Integer.parseInt(args[3]); round++) {
        round(build, round, size, args[2]);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "peak heap %d MiB of %d MiB allowed%n",
        peakHeap() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static void round(CarBuild build, int round, long size, String id) throws IOException {
    Instant epoch = Instant.EPOCH;
    Upload upload =
        new Upload(
            id,
            "acc",
            "bench",
            UploadState.PACKING,
            true,
            size,
            1,
            true,
            null,
            null,
            false,
            null,
            null,
            "private",
            "files",
            1,
            epoch,
            epoch);
    long began = System.nanoTime();
    PackedUpload packed =
        build.build(
            upload, List.of(new Entry(id, "file", "file", size, "000001", null, null, null)));
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "round %d: %d bytes in %.1f s = %.0f MB/s, root %s, piece %s%n",
        round,
        size,
        seconds,
        size / seconds / 1e6,
        packed.root(),
        packed.pieceCids());
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
