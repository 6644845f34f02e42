package io.filstore.watcher.webhook;

import java.util.Optional;

/** The webhook as configured; without a target nothing is delivered. */
record Webhook(Optional<WebhookTarget> target, RetrySchedule schedule) {}
