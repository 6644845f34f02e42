package io.filstore.cli.console;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a verb has come, as a bar on the terminal of the error stream; it takes the bytes done.
 * Nothing is shown for the first second, and never where nobody looks. Used by one thread.
 */
public final class Progress implements AutoCloseable, LongConsumer {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MEGABYTE = 1_000_000;

  private final Streams streams;
  private final String task;
  private final OptionalLong total;
  private final long begin = System.nanoTime();
  private long done;
  private @Nullable ProgressBar bar;

  private Progress(Streams streams, String task, OptionalLong total) {
    this.streams = streams;
    this.task = task;
    this.total = total;
  }

  /**
   * Begins a task.
   *
   * @param total bytes there are, if known
   */
  public static Progress of(Streams streams, String task, OptionalLong total) {
    return new Progress(streams, task, total);
  }

  @Override
  public void accept(long more) {
    reached(done + more);
  }

  /** Takes the bytes done since the beginning. */
  public void reached(long bytes) {
    done = bytes;
    if (bar != null) {
      bar.stepTo(done);
    } else if (streams.terminal() && System.nanoTime() - begin > PATIENCE_NANOS) {
      bar = show();
    }
  }

  private ProgressBar show() {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total.orElse(-1))
        .setUnit(" MB", MEGABYTE)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(streams.err()))
        .clearDisplayOnFinish()
        .startsFrom(done, Duration.ofNanos(System.nanoTime() - begin))
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
