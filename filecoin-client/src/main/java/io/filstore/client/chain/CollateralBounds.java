package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;

/**
 * The node's bounds for a provider's deal collateral; {@code min} already holds ten percent of
 * reserve.
 */
public record CollateralBounds(AttoFil min, AttoFil max) {}
