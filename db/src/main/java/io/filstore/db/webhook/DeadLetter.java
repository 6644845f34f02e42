package io.filstore.db.webhook;

import java.time.Instant;

/** An event that was not taken by a webhook, and given up. */
public record DeadLetter(
    long eventSeq,
    String eventId,
    String type,
    String subject,
    int attempts,
    String lastError,
    Instant givenUpAt) {}
