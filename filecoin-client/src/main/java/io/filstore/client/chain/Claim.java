package io.filstore.client.chain;

import io.filstore.filecoin.Epoch;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;

/**
 * A provider's proof that an allocation's piece sits in a sector. Actor ids; terms in epochs from
 * {@code termStart}.
 */
public record Claim(
    long provider,
    long client,
    Cid data,
    PaddedPieceSize size,
    long termMin,
    long termMax,
    Epoch termStart,
    long sector) {}
