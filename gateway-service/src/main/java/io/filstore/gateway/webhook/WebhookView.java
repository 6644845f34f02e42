package io.filstore.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.filstore.db.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as the API shows it.
 *
 * @param position number of the last event that was turned into a delivery
 * @param lastError what the last failure was
 * @param secret in the answer that makes it and never again
 */
record WebhookView(
    String id,
    String url,
    List<String> types,
    String state,
    long position,
    @Nullable Instant failingSince,
    @Nullable Instant lastSuccessAt,
    @Nullable Instant lastFailureAt,
    @Nullable String lastError,
    @Nullable Instant disabledAt,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

  static WebhookView of(Webhook row) {
    return of(row, null);
  }

  static WebhookView of(Webhook row, @Nullable WebhookSecret secret) {
    return new WebhookView(
        row.id(),
        row.url(),
        row.types(),
        row.state().name().toLowerCase(Locale.ROOT),
        row.position(),
        row.failingSince(),
        row.lastSuccessAt(),
        row.lastFailureAt(),
        row.lastError(),
        row.disabledAt(),
        row.createdAt(),
        secret == null ? null : secret.text());
  }

  @Override
  public String toString() {
    return "WebhookView[" + id + "]";
  }
}
