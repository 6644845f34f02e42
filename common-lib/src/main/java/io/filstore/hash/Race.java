package io.filstore.hash;

import java.lang.System.Logger.Level;

/** Runs lanes until they are compiled, and times them against {@code MessageDigest}. */
final class Race {

  private static final System.Logger LOG = System.getLogger(Race.class.getName());

  /** Runs that make one reading of the clock. */
  private static final int RUNS = 20;

  /** The same while the lanes are behind: not compiled yet, they take a core for each run. */
  private static final int RUNS_BEHIND = 3;

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
    double other = Double.MAX_VALUE;
    for (int still = 0; still < SETTLED && System.nanoTime() < until; still++) {
      int runs = best > other ? RUNS_BEHIND : RUNS;
      double now = time(vectors, runs);
      other = Math.min(other, time(scalar, runs));
      if (now < best * PROGRESS || best > other) {
        still = 0;
      }
      best = Math.min(best, now);
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
