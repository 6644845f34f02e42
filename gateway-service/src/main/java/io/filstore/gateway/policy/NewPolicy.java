package io.filstore.gateway.policy;

import io.filstore.db.policy.PolicyTerms;
import io.filstore.gateway.problem.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a policy.
 *
 * @param name unique among the account's policies
 * @param terms what is absent is as in the installation's settings
 */
record NewPolicy(@Nullable String name, @Nullable PolicyTerms terms) {
  private static final int MAX_NAME = 100;

  String checkedName() {
    boolean fits =
        name != null
            && !name.isBlank()
            && name.length() <= MAX_NAME
            && name.codePoints().noneMatch(Character::isISOControl);
    if (!fits) {
      throw ProblemException.invalid(
          "name must have 1 to " + MAX_NAME + " characters and no control characters.");
    }
    return Objects.requireNonNull(name);
  }

  PolicyTerms checkedTerms() {
    return checked(Objects.requireNonNullElse(terms, PolicyTerms.NONE));
  }

  /** The terms; a problem that names the member for what they must not be. */
  static PolicyTerms checked(PolicyTerms terms) {
    try {
      return terms.check();
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
