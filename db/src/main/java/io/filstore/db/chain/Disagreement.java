package io.filstore.db.chain;

import java.time.Instant;

/**
 * What two endpoints tell differently of a finalized tipset.
 *
 * @param about what was being looked at
 */
public record Disagreement(String about, String network, Instant since, String text) {}
