package io.filstore.gateway.share;

import io.filstore.gateway.problem.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a link.
 *
 * @param name for its owner to know it by
 * @param expiresIn seconds that it is good for; a week when absent, a year at most
 */
record NewShare(@Nullable String name, @Nullable Long expiresIn) {
  private static final int MAX_NAME = 200;
  private static final Duration STANDARD = Duration.ofDays(7);
  private static final Duration MOST = Duration.ofDays(365);

  @Nullable String checkedName() {
    boolean fits =
        name == null
            || !name.isBlank()
                && name.length() <= MAX_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    if (!fits) {
      throw ProblemException.invalid(
          "name must have 1 to " + MAX_NAME + " characters and no control characters.");
    }
    return name;
  }

  Duration checkedTime() {
    long seconds = expiresIn == null ? STANDARD.toSeconds() : expiresIn;
    if (seconds < 1 || seconds > MOST.toSeconds()) {
      throw ProblemException.invalid(
          "expires_in is %d seconds, must be 1 to %d.".formatted(seconds, MOST.toSeconds()));
    }
    return Duration.ofSeconds(seconds);
  }
}
