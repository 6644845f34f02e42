package io.filstore.scheduler.provider;

import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;

/**
 * What we want of a provider for one piece.
 *
 * @param product ddo or mk12
 * @param maxPrice attoFIL per GiB and epoch
 */
public record Terms(String product, boolean verified, PaddedPieceSize size, BigInteger maxPrice) {}
