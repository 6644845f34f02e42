package io.filstore.retrieval.outside;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect until there is a connection
 * @param silence between two bytes
 * @param whole from the first to the last step; a server that sends a byte now and then ends here
 */
public record Patience(Duration connect, Duration silence, Duration whole) {

  /** Usual ones (boxo httpnet dials for 5 s and waits 10 s for headers, Lassie 20 s in all). */
  public static Patience within(Duration whole) {
    return new Patience(
        shorter(whole, Duration.ofSeconds(5)), shorter(whole, Duration.ofSeconds(10)), whole);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
