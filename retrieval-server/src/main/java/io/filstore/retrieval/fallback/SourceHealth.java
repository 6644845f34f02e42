package io.filstore.retrieval.fallback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a server does that was asked for blocks, since this process knows it.
 *
 * @param server host and port
 * @param kind {@code provider}, {@code gateway} or {@code found}
 * @param state {@code asked}; {@code resting} until a time; {@code blocked} until an operator
 *     resets it, for a block with wrong bytes
 * @param score 1 for the best, 0 for the worst
 * @param until when it is asked again; null unless it is resting
 * @param blocks that it gave
 * @param failures questions that ended badly, wrong bytes included
 * @param wrong answers with wrong bytes
 * @param lastFault a few words about the last failure
 */
@JsonNaming(SnakeCaseStrategy.class)
record SourceHealth(
    String server,
    String kind,
    String state,
    double score,
    @Nullable Instant until,
    long blocks,
    long failures,
    long wrong,
    @Nullable String lastFault,
    @Nullable Instant lastFaultAt) {}
