package io.filstore.scheduler.proposal;

import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.DirectDeal;
import io.filstore.client.deal.LegacyDeal;
import io.filstore.db.deal.Deal;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.network.FilecoinNetwork;
import io.filstore.scheduler.provider.CarFolders;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/** Offers for the operator's own nodes, which find the CAR on their disks. */
final class OwnNodeOffers {

  private final Pieces pieces;
  private final CarFolders folders;
  private final FilecoinNetwork network;
  private final Clock clock;

  OwnNodeOffers(Pieces pieces, CarFolders folders, FilecoinNetwork network, Clock clock) {
    this.pieces = pieces;
    this.folders = folders;
    this.network = network;
    this.clock = clock;
  }

  /** For a boostd: the allocation is made. */
  DealOffer direct(Deal deal, long start) {
    return new DirectDeal(
            UUID.randomUUID(),
            Objects.requireNonNull(deal.allocationId()),
            Cid.parse(deal.pieceCid()),
            FilAddress.parse(deal.wallet()),
            network.prefix(),
            new Epoch(start),
            new Epoch(Math.addExact(start, deal.durationEpochs())),
            path(deal))
        .offer();
  }

  /**
   * For a Lotus node, which signs the proposal itself.
   *
   * @param byHand whether the CAR reaches the provider by hand
   */
  DealOffer legacy(Deal deal, Piece piece, boolean byHand) {
    return new LegacyDeal(
            UUID.randomUUID(),
            path(deal),
            byHand,
            Cid.parse(piece.payloadCid()),
            Cid.parse(deal.pieceCid()),
            new PaddedPieceSize(piece.paddedSize()),
            FilAddress.parse(deal.wallet()),
            FilAddress.parse(deal.provider()),
            network.prefix(),
            new AttoFil(deal.pricePerEpoch()),
            deal.durationEpochs(),
            new AttoFil(deal.providerCollateral()),
            new Epoch(Objects.requireNonNull(deal.startEpoch())),
            deal.verified(),
            clock.instant())
        .offer();
  }

  private String path(Deal deal) {
    Car car =
        pieces
            .carOfPiece(deal.pieceCid())
            .orElseThrow(() -> new IllegalStateException("there is no CAR of " + deal.pieceCid()));
    return folders.path(deal.provider(), car.blobName());
  }
}
