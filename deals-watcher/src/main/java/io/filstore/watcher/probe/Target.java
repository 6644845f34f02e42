package io.filstore.watcher.probe;

/**
 * A replica that is due, and a place in it.
 *
 * @param cid of the node in the section at {@code offset}
 * @param offset of the section in the CAR, bytes
 * @param failures in a row before this look
 */
record Target(
    String dealId, String provider, String pieceCid, String cid, long offset, int failures) {}
