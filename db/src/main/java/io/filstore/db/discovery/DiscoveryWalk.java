package io.filstore.db.discovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of {@code discovery_walk}.
 *
 * @param number of the walk under way, or of the next one
 * @param afterId number of the actor that was looked at last; -1 at the beginning
 * @param position how many miners of the list were looked at
 * @param total how many the list has, as far as a list is known
 * @param startedAt null between two walks
 * @param endedAt when the last full walk ended
 * @param nextAt nothing is asked before
 * @param failures in a row, without a step between them
 * @param problem what the last one was
 */
public record DiscoveryWalk(
    long number,
    long afterId,
    long position,
    long total,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Instant nextAt,
    int failures,
    @Nullable String problem) {}
