package io.filstore.allinone.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The readable telling: short lines on the one stream, progress bars on a terminal's other one. */
final class Story {
  private final PrintStream out;
  private final boolean bars;

  private Story(PrintStream out, boolean bars) {
    this.out = out;
    this.bars = bars;
  }

  static Story told() {
    return new Story(System.out, System.console() != null && System.console().isTerminal());
  }

  /** For {@code --json}: nothing is told on the way. */
  static Story silent() {
    return new Story(new PrintStream(PrintStream.nullOutputStream()), false);
  }

  void title(String text) {
    out.println();
    out.println(text);
    out.println();
    out.flush();
  }

  void end() {
    out.println();
    out.flush();
  }

  void line(String station, String text, Object... values) {
    out.printf(Locale.ROOT, "  %-12s %s%n", station, String.format(Locale.ROOT, text, values));
    out.flush();
  }

  /** A bar over bytes; without a terminal it only takes the numbers. */
  Progress progress(String task, long total) {
    if (!bars) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName("  " + task)
            .setInitialMax(Math.max(total, 1))
            .setUnit(" MB", 1_000_000)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .clearDisplayOnFinish()
            .build());
  }

  /** A bar while it is open. */
  record Progress(@org.jspecify.annotations.Nullable ProgressBar bar)
      implements AutoCloseable, LongConsumer {
    @Override
    public void accept(long more) {
      if (bar != null) {
        bar.stepBy(more);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /** Bytes as people read them, powers of ten. */
  static String bytes(long n) {
    if (n < 1000) {
      return n + " bytes";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = n;
    int unit = -1;
    do {
      value /= 1000;
      unit++;
    } while (value >= 1000);
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** A padded size or an amount of DataCap, powers of two. */
  static String binary(java.math.BigInteger n) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = n.doubleValue();
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f %s", value, units[unit])
        : String.format(Locale.ROOT, "%.6f %s", value, units[unit]);
  }
}
