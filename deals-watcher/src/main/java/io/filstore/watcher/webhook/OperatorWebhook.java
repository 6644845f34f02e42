package io.filstore.watcher.webhook;

import java.util.Optional;

/** The webhook of the settings; without a target nothing is delivered. */
record OperatorWebhook(Optional<WebhookTarget> target, RetrySchedule schedule) {}
