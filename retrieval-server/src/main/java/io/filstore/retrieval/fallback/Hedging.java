package io.filstore.retrieval.fallback;

import java.time.Duration;

/**
 * When another source is asked beside one that is late: after the time within which 95 of 100 of
 * its answers came.
 *
 * @param least but not before that
 * @param most but not later than that, and while little is known of it
 * @param atOnce most sources that are asked for one block at a time
 * @param whole after which the block is given up
 */
record Hedging(Duration least, Duration most, int atOnce, Duration whole) {

  Duration after(Health health) {
    Duration usual = health.usualTime(most);
    if (usual.compareTo(least) < 0) {
      return least;
    }
    return usual.compareTo(most) > 0 ? most : usual;
  }
}
