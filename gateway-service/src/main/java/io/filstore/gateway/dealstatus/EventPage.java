package io.filstore.gateway.dealstatus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Events that one has not got yet.
 *
 * @param data envelopes, in order
 * @param nextAfter what to ask with next, here or in a stream: everything up to it was told
 * @param more whether there are more by now
 * @param gap events after the number that are no longer told
 */
record EventPage(
    List<JsonNode> data,
    long nextAfter,
    boolean more,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Gap gap) {}
