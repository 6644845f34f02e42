package io.filstore.gateway.dealstatus;

/**
 * A client's wish.
 *
 * @param id chosen by the client
 * @param after events up to this number it already has
 */
record Subscription(String id, Topic topic, long after) {}
