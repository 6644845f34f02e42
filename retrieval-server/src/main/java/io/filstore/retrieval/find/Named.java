package io.filstore.retrieval.find;

import java.util.List;

/**
 * A peer that a router named as one with a trustless gateway.
 *
 * @param id its peer id, as it was written
 * @param addresses multiaddrs, as they were written
 */
record Named(String id, List<String> addresses) {}
