package io.filstore.client.chain;

import java.util.Set;

/**
 * What an endpoint's record of f05's events says.
 *
 * @param ids deal ids in the heights that were asked for
 * @param complete whether the endpoint has shown that it keeps events from the first of these
 *     heights on; without, a missing deal proves nothing
 */
public record PublishedDeals(Set<Long> ids, boolean complete) {}
