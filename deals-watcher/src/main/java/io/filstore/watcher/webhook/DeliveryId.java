package io.filstore.watcher.webhook;

/** Names a delivery in the job table: which event to which webhook. */
record DeliveryId(String webhook, long seq) {

  static DeliveryId parse(String text) {
    int slash = text.indexOf('/');
    return new DeliveryId(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
  }

  String text() {
    return webhook + "/" + seq;
  }
}
