package io.filstore.watcher.probe;

import org.jspecify.annotations.Nullable;

/**
 * A replica that is due, and a place in it.
 *
 * @param baseUrl of the provider; absent when the chain names none
 * @param cid of the node in the section at {@code offset}
 * @param offset of the section in the CAR, bytes
 * @param failures in a row before this look
 */
record Target(
    String dealId,
    String provider,
    @Nullable String baseUrl,
    String pieceCid,
    String pieceCidV2,
    String cid,
    long offset,
    int failures) {}
