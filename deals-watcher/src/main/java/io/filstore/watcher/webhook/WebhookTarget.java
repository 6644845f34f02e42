package io.filstore.watcher.webhook;

import io.filstore.db.event.Event;
import java.util.List;
import okhttp3.HttpUrl;

/** The operator's address and the way an event is handed to it. */
final class WebhookTarget {
  private final HttpUrl url;
  private final WebhookSignature signature;
  private final WebhookCall call;

  WebhookTarget(HttpUrl url, WebhookSignature signature, WebhookCall call) {
    this.url = url;
    this.signature = signature;
    this.call = call;
  }

  /** The address without a password, for records and logs. */
  String url() {
    return url.newBuilder().username("").password("").query(null).build().toString();
  }

  /**
   * Hands the event over; the receiver has it when this returns.
   *
   * @throws UndeliveredException when it was not taken
   */
  void deliver(Event event) {
    call.post(url, event.id(), event.envelope(), List.of(signature));
  }
}
