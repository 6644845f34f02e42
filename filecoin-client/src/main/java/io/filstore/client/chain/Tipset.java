package io.filstore.client.chain;

import io.filstore.filecoin.Epoch;
import java.time.Instant;

/** One chain height with the blocks that make it. {@code timestamp} is the blocks' own time. */
public record Tipset(TipsetKey key, Epoch height, Instant timestamp) {}
