package io.filstore.gateway.webhook;

import io.filstore.db.event.EventType;
import io.filstore.gateway.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What is asked for, checked. The address itself is judged when it is connected to. */
record WebhookTerms(String url, List<String> types, WebhookSecret secret) {
  private static final int MAX_URL = 2048;

  static WebhookTerms of(NewWebhook wanted, boolean devnet) {
    return new WebhookTerms(
        url(wanted.url(), devnet),
        types(Objects.requireNonNullElse(wanted.types(), List.of())),
        WebhookSecret.of(wanted.secret()));
  }

  private static String url(@Nullable String text, boolean devnet) {
    HttpUrl url = text == null || text.length() > MAX_URL ? null : HttpUrl.parse(text);
    if (url == null) {
      throw ProblemException.invalid(
          "url must be an http or https address of at most " + MAX_URL + " characters.");
    }
    if (!url.isHttps() && !devnet) {
      throw ProblemException.invalid("url must begin with https.");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty() || url.fragment() != null) {
      throw ProblemException.invalid("url must have no user, password or fragment.");
    }
    return url.toString();
  }

  private static List<String> types(List<String> texts) {
    for (String text : texts) {
      if (!EventType.isKnown(String.valueOf(text))) {
        throw ProblemException.invalid(
            "types has what is no event type; /asyncapi.json names them, 'upload.*' means all of a kind.");
      }
    }
    return texts.stream().distinct().sorted().toList();
  }
}
