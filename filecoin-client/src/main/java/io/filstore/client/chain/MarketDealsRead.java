package io.filstore.client.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one complete reading of the market's deals amounted to.
 *
 * @param seen all deals in the source
 * @param matched deals handed to the caller
 * @param asOf the source's age when it says so (a snapshot's Last-Modified or file time); null for
 *     a live read
 * @param unchanged true when a snapshot is the very one read before for the same clients; nothing
 *     was delivered then
 */
public record MarketDealsRead(long seen, long matched, @Nullable Instant asOf, boolean unchanged) {}
