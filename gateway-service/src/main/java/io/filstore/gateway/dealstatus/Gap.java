package io.filstore.gateway.dealstatus;

/**
 * Events that are no longer told; what they were about is to be read anew.
 *
 * @param from number of the first
 * @param to number of the last
 */
record Gap(long from, long to) {}
