package io.filstore.gateway.pull;

import io.filstore.gateway.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What a provider reports of a deal.
 *
 * @param code a word of its own, for example {@code download_failed}
 * @param text its words
 */
record ProblemReport(@Nullable String code, @Nullable String text) {
  private static final int MAX_TEXT = 1000;

  String checkedCode() {
    if (code == null || !code.matches("[a-z][a-z0-9_]{0,39}")) {
      throw ProblemException.invalid(
          "code must be a word of 1 to 40 characters, such as download_failed.");
    }
    return code;
  }

  String checkedText() {
    if (text == null
        || text.isBlank()
        || text.length() > MAX_TEXT
        || text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
      throw ProblemException.invalid(
          "text must have 1 to " + MAX_TEXT + " characters and no control characters.");
    }
    return text;
  }
}
