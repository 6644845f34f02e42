package io.filstore.db.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator said of a provider while the system runs.
 *
 * @param allowed whether it may get deals beside those that the settings name; else it gets none
 * @param note for people
 * @param changedBy account of the operator's key
 */
public record ProviderChoice(
    String provider, boolean allowed, @Nullable String note, String changedBy, Instant changedAt) {}
