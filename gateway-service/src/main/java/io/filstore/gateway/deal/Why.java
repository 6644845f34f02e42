package io.filstore.gateway.deal;

import io.filstore.db.deal.DealView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Why a deal is where it is (snake case in JSON).
 *
 * @param since when it came into its state
 * @param waitingFor who has to act: {@code scheduler}, {@code provider}, {@code chain}, {@code
 *     operator}, or {@code nobody}
 * @param what what is awaited, as a sentence
 * @param cause why it cannot go on, or ended
 * @param next what comes when it does, as a sentence; absent once the deal is closed
 * @param by the last moment for it; absent where nothing ends the wait
 * @param otherwise what happens when it does not come by then
 * @param unblock what would let it go on, each a sentence; empty when only waiting helps
 * @param nextLook when this side acts again by itself; absent when it waits for events
 * @param replacedBy open or successful deals that took this one's place
 * @param evidence what the last change rests on
 */
record Why(
    String deal,
    String state,
    Instant since,
    String waitingFor,
    String what,
    DealView.@Nullable Cause cause,
    @Nullable String next,
    DealView.@Nullable At by,
    @Nullable String otherwise,
    List<String> unblock,
    @Nullable Instant nextLook,
    List<String> replacedBy,
    @Nullable JsonNode evidence) {}
