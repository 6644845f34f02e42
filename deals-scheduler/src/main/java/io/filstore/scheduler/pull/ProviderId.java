package io.filstore.scheduler.pull;

import io.filstore.scheduler.problem.RequestRefused;
import org.jspecify.annotations.Nullable;

/** Providers in questions: id addresses of the main network's form. */
final class ProviderId {
  private ProviderId() {}

  static String checked(@Nullable String text) {
    if (text == null || !text.matches("f0[0-9]{1,19}")) {
      throw RequestRefused.invalid("provider must be an id such as f01000.");
    }
    return text;
  }
}
