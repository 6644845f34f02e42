package io.filstore.retrieval.find;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long an answer holds, by its {@code Cache-Control} and within bounds of our own. */
final class Freshness {
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[\\s,])max-age\\s*=\\s*\"?([0-9]{1,9})");
  private static final Pattern NEVER =
      Pattern.compile("(?:^|[\\s,])no-(?:store|cache)(?:[\\s,]|$)");

  private Freshness() {}

  /** That somebody has it: a minute if nothing is said, five at most. */
  static Duration known(String cacheControl) {
    return within(cacheControl, 0, 60, 300);
  }

  /**
   * That nobody has it: a quarter of a minute if nothing is said, as the delegated routing
   * specification has it; a minute at most, for it may be announced meanwhile; five seconds at
   * least, so that a reader who tries again and again asks nobody else as often.
   */
  static Duration unknown(String cacheControl) {
    return within(cacheControl, 5, 15, 60);
  }

  private static Duration within(String cacheControl, int least, int usual, int most) {
    String said = cacheControl.toLowerCase(Locale.ROOT);
    if (NEVER.matcher(said).find()) {
      return Duration.ofSeconds(least);
    }
    Matcher age = MAX_AGE.matcher(said);
    int seconds = age.find() ? Integer.parseInt(age.group(1)) : usual;
    return Duration.ofSeconds(Math.clamp(seconds, least, most));
  }
}
