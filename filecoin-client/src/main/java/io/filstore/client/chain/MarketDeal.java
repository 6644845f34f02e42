package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.util.OptionalLong;

/**
 * The market actor's record of a published deal. Client and provider are f0 addresses here. A label
 * of bytes arrives as the empty text: the node's JSON loses it.
 *
 * @param sectorNumber 0 is a real sector; only meaningful once {@link #activated()}
 * @param sectorStartEpoch -1 before activation
 * @param lastUpdatedEpoch -1 when never settled, which is normal for years
 * @param slashEpoch -1 when not slashed; others appear in old records only
 */
public record MarketDeal(
    long id,
    Cid pieceCid,
    PaddedPieceSize pieceSize,
    boolean verified,
    FilAddress client,
    FilAddress provider,
    String label,
    Epoch startEpoch,
    Epoch endEpoch,
    AttoFil storagePricePerEpoch,
    AttoFil providerCollateral,
    AttoFil clientCollateral,
    long sectorNumber,
    long sectorStartEpoch,
    long lastUpdatedEpoch,
    long slashEpoch) {

  /** Whether the deal's sector has been proven. */
  public boolean activated() {
    return sectorStartEpoch >= 0;
  }

  /** The sector, once the deal is in one. */
  public OptionalLong sector() {
    return activated() ? OptionalLong.of(sectorNumber) : OptionalLong.empty();
  }
}
