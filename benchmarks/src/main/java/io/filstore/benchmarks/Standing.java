package io.filstore.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A contestant that stays: warms up, then does its work once for each line on its standard input
 * and answers {@code RESULT SECONDS CPU_SECONDS}, until the input ends.
 *
 * <p>Usage: {@code Standing together|one-by-one MIB MESSAGE_LENGTH}, {@code Standing commp FILE
 * THREADS}, {@code Standing pack FILE CAR}, or {@code Standing scan|jackson|zstd FILE}
 */
public final class Standing {
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  private Standing() {}

  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    try (Work work = work(args)) {
      warmUp(work);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (lines.readLine() != null) {
        answer(work);
      }
    }
  }

  private static Work work(String[] args) throws NoSuchAlgorithmException {
    return switch (args[0]) {
      case "together" -> new Leaves.Together(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      case "one-by-one" ->
          new Leaves.OneByOne(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      case "commp" -> new Commitment(Path.of(args[1]), Integer.parseInt(args[2]));
      case "scan", "jackson", "zstd" -> new MarketFilter(args[0], Path.of(args[1]));
      case "pack" -> new Packing(Path.of(args[1]), Path.of(args[2]));
      default -> throw new IllegalArgumentException("unknown work " + Arrays.toString(args));
    };
  }

  private static void warmUp(Work work) throws IOException {
    long end = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < end) {
      work.run();
    }
  }

  private static void answer(Work work) throws IOException {
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    System.out.printf(Locale.ROOT, "%s %.6f %.6f%n", work.result(), seconds, cpuSeconds);
    System.out.flush();
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
