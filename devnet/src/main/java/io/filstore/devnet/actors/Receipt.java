package io.filstore.devnet.actors;

import io.filstore.devnet.actors.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Receipt of an executed message.
 *
 * @param returned CBOR, or null when the method returns nothing or failed
 * @param error text of the abort, for the log and for gas estimates
 */
public record Receipt(
    ExitCode exitCode, byte @Nullable [] returned, long gasUsed, @Nullable String error) {}
