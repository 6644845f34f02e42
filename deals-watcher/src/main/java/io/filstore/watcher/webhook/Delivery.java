package io.filstore.watcher.webhook;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.webhook.SecretBox;
import io.filstore.db.webhook.Webhook;
import io.filstore.db.webhook.Webhooks;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Hands one event to one webhook of an account; no connection to the database is held meanwhile.
 */
final class Delivery {
  private final Webhooks webhooks;
  private final EventLog log;
  private final SecretBox secrets;
  private final WebhookCall call;
  private final WebhookProperties properties;
  private final WebhookHealth health;
  private final DeadLetters deadLetters;
  private final Room room = new Room();

  Delivery(
      Webhooks webhooks,
      EventLog log,
      SecretBox secrets,
      WebhookCall call,
      WebhookProperties properties,
      WebhookHealth health,
      DeadLetters deadLetters) {
    this.webhooks = webhooks;
    this.log = log;
    this.secrets = secrets;
    this.call = call;
    this.properties = properties;
    this.health = health;
    this.deadLetters = deadLetters;
  }

  /** What became of an attempt. */
  enum Outcome {
    /** The receiver has it, or nobody wants it any more. */
    DONE,
    /** Not taken; to be tried again or given up. */
    FAILED,
    /** Not tried, because the webhook has enough calls under way. */
    NO_ROOM,
    /** The same of one that is failing. */
    HELD_BACK
  }

  RetrySchedule schedule() {
    return properties.schedule();
  }

  /** One attempt. */
  Outcome attempt(DeliveryId id, int failures) {
    Optional<Webhook> found = webhooks.find(id.webhook());
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    Webhook webhook = found.get();
    if (webhook.state() == Webhook.State.DISABLED) {
      giveUp(id, failures, "the webhook was disabled");
      return Outcome.DONE;
    }
    if (!room.enter(webhook)) {
      return webhook.failingSince() == null ? Outcome.NO_ROOM : Outcome.HELD_BACK;
    }
    try {
      return deliver(webhook, id);
    } finally {
      room.leave(webhook);
    }
  }

  private Outcome deliver(Webhook webhook, DeliveryId id) {
    Optional<Event> event = log.after(id.seq() - 1, 1).stream().findFirst();
    if (event.isEmpty() || event.get().seq() != id.seq()) {
      return Outcome.DONE;
    }
    try {
      String envelope = event.get().envelope(webhook.accountId());
      call.post(address(webhook), event.get().id(), envelope, signatures(webhook));
    } catch (UndeliveredException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // we are being stopped: no fault of the receiver
      }
      health.failed(webhook.id(), String.valueOf(e.getMessage()));
      return Outcome.FAILED;
    }
    health.succeeded(webhook.id());
    deadLetters.remove(webhook.id(), id.seq());
    return Outcome.DONE;
  }

  private HttpUrl address(Webhook webhook) {
    HttpUrl url = HttpUrl.get(webhook.url());
    if (!properties.allows(url)) {
      throw new UndeliveredException("the address is not https", null);
    }
    return url;
  }

  private List<WebhookSignature> signatures(Webhook webhook) {
    return webhooks.secrets(webhook.id()).stream()
        .map(sealed -> new WebhookSignature(secrets.open(sealed, webhook.id())))
        .toList();
  }

  /** Keeps the event with the reason. */
  void giveUp(DeliveryId id, int attempts, String reason) {
    deadLetters.record(id.webhook(), id.seq(), "", attempts, reason);
  }

  /** Gives up after the last retry, with what the receiver said last. */
  void giveUp(DeliveryId id, int attempts) {
    String reason = webhooks.find(id.webhook()).map(Webhook::lastError).orElse("deleted");
    giveUp(id, attempts, reason);
  }
}
