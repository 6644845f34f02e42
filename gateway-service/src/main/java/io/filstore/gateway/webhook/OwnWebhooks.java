package io.filstore.gateway.webhook;

import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.db.webhook.SecretBox;
import io.filstore.db.webhook.Webhook;
import io.filstore.db.webhook.Webhooks;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What an account does with its webhooks; each in one transaction. */
final class OwnWebhooks {
  /** Secrets that sign at the same time; each is one more signature in a header. */
  private static final int MAX_SECRETS = 5;

  private static final Duration MAX_OVERLAP = Duration.ofDays(7);

  private final Webhooks webhooks;
  private final EventLog log;
  private final SecretBox secrets;
  private final WebhookProperties properties;
  private final TransactionTemplate transactions;
  private final Clock clock;

  OwnWebhooks(
      Webhooks webhooks,
      EventLog log,
      WebhookProperties properties,
      TransactionTemplate transactions,
      Clock clock) {
    this.webhooks = webhooks;
    this.log = log;
    this.secrets = properties.secrets();
    this.properties = properties;
    this.transactions = transactions;
    this.clock = clock;
  }

  WebhookTerms check(NewWebhook wanted) {
    return WebhookTerms.of(wanted, properties.isDevnet());
  }

  /** Adds a webhook in the caller's transaction. */
  Webhook add(String accountId, WebhookTerms terms) {
    if (webhooks.countLocked(accountId) >= properties.most()) {
      throw new ProblemException(
              ProblemCode.QUOTA_EXCEEDED,
              "An account has at most " + properties.most() + " webhooks.")
          .with("limit", properties.most());
    }
    String id = IdKind.WEBHOOK.next();
    byte[] sealed = secrets.seal(terms.secret().text(), id);
    webhooks.add(id, accountId, terms.url(), terms.types(), sealed);
    return webhooks.find(accountId, id).orElseThrow();
  }

  Webhook one(String accountId, String id) {
    return webhooks.find(accountId, id).orElseThrow(OwnWebhooks::unknown);
  }

  void delete(String accountId, String id) {
    if (!changed(() -> webhooks.delete(accountId, id))) {
      throw unknown();
    }
  }

  /** Makes a new secret; those before it go on signing for the overlap. */
  WebhookSecret rotate(String accountId, String id, Rotation wanted) {
    WebhookSecret secret = WebhookSecret.of(wanted.secret());
    Duration overlap = overlap(wanted.overlapS());
    transactions.executeWithoutResult(_ -> {
      Webhook webhook = webhooks.lock(accountId, id).orElseThrow(OwnWebhooks::unknown);
      if (!overlap.isZero() && webhooks.secrets(webhook.id()).size() >= MAX_SECRETS) {
        throw new ProblemException(
            ProblemCode.CONFLICT,
            "There are "
                + MAX_SECRETS
                + " secrets that still sign; wait for the end of one, or ask with overlap_s 0.");
      }
      webhooks.rotate(id, secrets.seal(secret.text(), id), clock.instant().plus(overlap));
    });
    return secret;
  }

  private Duration overlap(@Nullable Long seconds) {
    if (seconds == null) {
      return properties.overlap();
    }
    if (seconds < 0 || seconds > MAX_OVERLAP.toSeconds()) {
      throw ProblemException.invalid("overlap_s must be 0 to " + MAX_OVERLAP.toSeconds() + ".");
    }
    return Duration.ofSeconds(seconds);
  }

  /** Takes a disabled one up again; one that is enabled stays so. */
  Webhook enable(String accountId, String id) {
    changed(() -> webhooks.enable(accountId, id));
    return one(accountId, id);
  }

  /** Has everything after an event delivered again. */
  void replay(String accountId, String id, long after) {
    if (!changed(() -> webhooks.replay(accountId, id, after))) {
      throw unknown();
    }
  }

  /** Appends an event that is delivered to this webhook alone. */
  void test(String accountId, String id) {
    transactions.executeWithoutResult(_ -> {
      Webhook webhook = webhooks.lock(accountId, id).orElseThrow(OwnWebhooks::unknown);
      if (webhook.state() == Webhook.State.DISABLED) {
        throw new ProblemException(
            ProblemCode.CONFLICT, "The webhook is disabled; enable it first.");
      }
      log.append(EventType.WEBHOOK_TEST.text(), id, Map.of("webhook", id));
    });
  }

  private boolean changed(BooleanSupplier change) {
    return Objects.requireNonNull(transactions.execute(_ -> change.getAsBoolean()));
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("webhook", "with this id");
  }
}
