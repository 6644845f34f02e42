package io.filstore.gateway.provider;

import io.filstore.db.discovery.DiscoveryWalk;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the walk over all miners of the chain is (snake case in JSON).
 *
 * @param number of the walk under way, or of the next one
 * @param position how many miners were asked about; between two walks those of the last one
 * @param total how many the chain has; 0 until a node has listed them
 * @param startedAt absent between two walks
 * @param lastEndedAt when the last full walk ended
 * @param restsUntil nothing is asked before; absent when it goes on
 * @param problem why it rests, unless it is done
 */
record WalkView(
    long number,
    long position,
    long total,
    @Nullable Instant startedAt,
    @Nullable Instant lastEndedAt,
    @Nullable Instant restsUntil,
    @Nullable String problem) {

  static WalkView of(DiscoveryWalk walk, Instant now) {
    return new WalkView(
        walk.number(),
        walk.position(),
        walk.total(),
        walk.startedAt(),
        walk.endedAt(),
        walk.nextAt().isAfter(now) ? walk.nextAt() : null,
        walk.problem());
  }
}
