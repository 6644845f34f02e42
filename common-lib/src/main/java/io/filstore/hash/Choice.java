package io.filstore.hash;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lanes that one kind of hashing uses: none until some have won a race. A race costs a second
 * of a core or less, most of it for compiling, so it begins by itself only when {@code
 * MessageDigest} has worked for a good part of that: whoever hashes little never pays for it, and
 * whoever hashes much loses little.
 */
final class Choice {

  private static final Duration IN_BACKGROUND = Duration.ofSeconds(10);

  private final Predicate<Race> winning;
  private final long worthRacing;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicLong withoutLanes = new AtomicLong();
  private volatile @Nullable Lanes lanes;

  /** A choice of the lanes that win so, begun after so much time without lanes. */
  Choice(Predicate<Race> winning, Duration worthRacing) {
    this.winning = winning;
    this.worthRacing = worthRacing.toNanos();
  }

  @Nullable Lanes lanes() {
    return lanes;
  }

  /** Takes the first that win, unless that is done or on its way. */
  void race(List<Lanes> candidates, long until) {
    if (begun.compareAndSet(false, true)) {
      run(candidates, until);
    }
  }

  /** Adds to the time that hashing took without lanes. */
  void tookWithout(long nanos) {
    if (!begun.get()
        && withoutLanes.addAndGet(nanos) >= worthRacing
        && begun.compareAndSet(false, true)) {
      long until = System.nanoTime() + IN_BACKGROUND.toNanos();
      Thread.ofPlatform()
          .daemon()
          .name("hash-warm-up")
          .start(() -> run(Kernels.candidates(), until));
    }
  }

  private void run(List<Lanes> candidates, long until) {
    for (Lanes candidate : candidates) {
      if (winning.test(new Race(new Trial(candidate), candidate, until))) {
        lanes = candidate;
        return;
      }
    }
  }

  /** For tests: uses these lanes, or none, from now on. */
  void use(@Nullable Lanes chosen) {
    begun.set(true);
    lanes = chosen;
  }

  @Override
  public String toString() {
    Lanes now = lanes;
    return now == null ? "MessageDigest" : now.count() + " lanes";
  }
}
