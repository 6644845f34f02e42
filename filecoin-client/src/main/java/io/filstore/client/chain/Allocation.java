package io.filstore.client.chain;

import io.filstore.filecoin.Epoch;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;

/**
 * DataCap set aside in f06 for one piece at one provider. Client and provider are actor ids; terms
 * are epochs.
 */
public record Allocation(
    long client,
    long provider,
    Cid data,
    PaddedPieceSize size,
    long termMin,
    long termMax,
    Epoch expiration) {}
