package io.filstore.devnet.incident;

import java.time.Instant;

/**
 * One thing that went wrong on demand, at the moment it happened.
 *
 * @param seq counts from 1 without gaps since the process started
 * @param where provider id, {@code node} (the RPC endpoint) or {@code chain}
 * @param kind of the fault, as it is ordered
 * @param subject ULID or UUID of the deal, RPC method, or empty
 * @param text what happened, one clause in plain words
 */
public record Incident(
    long seq, Instant time, String where, String kind, String subject, String text) {}
