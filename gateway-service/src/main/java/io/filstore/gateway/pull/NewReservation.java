package io.filstore.gateway.pull;

import org.jspecify.annotations.Nullable;

/**
 * Body of a reservation; it may be left out.
 *
 * @param sealingEpochs how many epochs the provider takes to seal what it has fetched; the deal
 *     starts no earlier
 */
record NewReservation(@Nullable Long sealingEpochs) {}
