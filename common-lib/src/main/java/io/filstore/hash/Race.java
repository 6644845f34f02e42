package io.filstore.hash;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Runs lanes until they are compiled, and times them against {@code MessageDigest}. */
final class Race {

  private static final System.Logger LOG = System.getLogger(Race.class.getName());

  /** Runs that make one reading of the clock. */
  private static final int RUNS = 20;

  /** Lanes that take so many times as long are not compiled yet. */
  private static final int NOT_COMPILED = 10;

  /** Until they are, running them only takes the core that the compiler needs. */
  private static final long PAUSE = Duration.ofMillis(15).toNanos();

  /** A reading this much below the best one counts as progress. */
  private static final double PROGRESS = 0.97;

  /** Readings without progress, after the lanes are ahead, that end the race. */
  private static final int SETTLED = 20;

  private final Trial trial;
  private final Lanes lanes;
  private final long until;

  Race(Trial trial, Lanes lanes, long until) {
    this.trial = trial;
    this.lanes = lanes;
    this.until = until;
  }

  boolean treeWins() {
    return wins(trial::runTree, trial::runScalarTree) && right("tree", trial.treeIsRight());
  }

  boolean messagesWin() {
    return wins(trial::runMessages, trial::runScalarMessages)
        && right("message", trial.messagesAreRight());
  }

  private boolean wins(Runnable vectors, Runnable scalar) {
    double best = Double.MAX_VALUE;
    double other = time(scalar, RUNS);
    for (int still = 0; still < SETTLED && System.nanoTime() < until; still++) {
      boolean compiled = best < other * NOT_COMPILED;
      double now = time(vectors, compiled ? RUNS : 1);
      other = Math.min(other, time(scalar, compiled ? RUNS : 1));
      if (now < best * PROGRESS || best > other) {
        still = 0;
      }
      best = Math.min(best, now);
      if (best > other * NOT_COMPILED) {
        LockSupport.parkNanos(PAUSE);
      }
    }
    return best < other;
  }

  /** Nanoseconds of one run. */
  private static double time(Runnable work, int runs) {
    long begin = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    return (double) (System.nanoTime() - begin) / runs;
  }

  private boolean right(String what, boolean right) {
    if (!right) {
      LOG.log(
          Level.WARNING,
          "{0} lanes failed the self-test for {1} hashing and are not used",
          lanes.count(),
          what);
    }
    return right;
  }
}
