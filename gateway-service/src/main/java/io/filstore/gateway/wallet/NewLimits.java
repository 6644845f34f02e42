package io.filstore.gateway.wallet;

import org.jspecify.annotations.Nullable;

/**
 * Limits of a wallet: attoFIL as decimal text, bytes as numbers; absent is no limit.
 *
 * @param filPerCall of one message, gas included
 * @param filPerHour of all messages within an hour
 * @param datacapPerCall of one message
 * @param datacapPerHour of all messages within an hour
 */
record NewLimits(
    @Nullable String filPerCall,
    @Nullable String filPerHour,
    @Nullable Long datacapPerCall,
    @Nullable Long datacapPerHour) {}
