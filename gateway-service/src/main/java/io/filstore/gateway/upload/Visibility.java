package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The words for who may read an upload's content. */
final class Visibility {
  static final String PRIVATE = "private";
  private static final String PUBLIC = "public";

  private Visibility() {}

  /**
   * The word itself.
   *
   * @throws ProblemException {@code invalid_request} for any other
   */
  static String checked(@Nullable String text) {
    if (text != null && (text.equals(PRIVATE) || text.equals(PUBLIC))) {
      return text;
    }
    throw ProblemException.invalid("visibility must be private or public.");
  }
}
