package io.filstore.retrieval.blockindex;

import io.filstore.car.CarIndex;

/** Entries in ascending order of prefix, then CAR; stands before the first one at the beginning. */
interface Entries {

  /** Goes on to the next entry; false behind the last one. */
  boolean next();

  long prefix();

  /** Number of the CAR in the run that is being written. */
  int car();

  /** The blocks of one CAR. */
  final class OfIndex implements Entries {
    private final CarIndex index;
    private final int car;
    private long at = -1;

    OfIndex(CarIndex index, int car) {
      this.index = index;
      this.car = car;
    }

    /** Whether the index is in order; one that is not was not written by us, or has changed. */
    static boolean isSorted(CarIndex index) {
      for (long at = 1; at < index.size(); at++) {
        if (Long.compareUnsigned(index.prefix(at - 1), index.prefix(at)) > 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean next() {
      return ++at < index.size();
    }

    @Override
    public long prefix() {
      return index.prefix(at);
    }

    @Override
    public int car() {
      return car;
    }
  }

  /** What a run has of the CARs that are to stay. */
  final class OfRun implements Entries {
    private final Run run;
    private final int[] numbers;
    private long at = -1;

    /**
     * @param numbers new numbers of the run's CARs, ascending; negative for those that go
     */
    OfRun(Run run, int[] numbers) {
      this.run = run;
      this.numbers = numbers;
    }

    @Override
    public boolean next() {
      do {
        at++;
      } while (at < run.size() && numbers[run.car(at)] < 0);
      return at < run.size();
    }

    @Override
    public long prefix() {
      return run.prefix(at);
    }

    @Override
    public int car() {
      return numbers[run.car(at)];
    }
  }
}
