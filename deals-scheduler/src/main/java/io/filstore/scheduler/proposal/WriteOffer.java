package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Chain;
import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.Mk12Deal;
import io.filstore.client.deal.Mk20Deal;
import io.filstore.client.deal.Transport;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.scheduler.network.FilecoinNetwork;
import io.filstore.scheduler.policy.StartMargins;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** proposing, first half: the offer's exact bytes and key are written down; nothing leaves yet. */
final class WriteOffer {

  /** Two days, boostd's own default (boost cmd/boostd/import_direct_data.go). */
  private static final long BOOSTS_START = 5_760;

  private final Chain chain;
  private final Pieces pieces;
  private final PieceSource source;
  private final OwnNodeOffers ownNodes;
  private final ClientWallet wallet;
  private final FilecoinNetwork network;
  private final DealProgress progress;
  private final Clock clock;
  private final StartMargins margins;
  private final boolean offline;

  WriteOffer(
      Chain chain,
      Pieces pieces,
      PieceSource source,
      OwnNodeOffers ownNodes,
      ClientWallet wallet,
      FilecoinNetwork network,
      DealProgress progress,
      Clock clock,
      StartMargins margins,
      boolean offline) {
    this.chain = chain;
    this.pieces = pieces;
    this.source = source;
    this.ownNodes = ownNodes;
    this.wallet = wallet;
    this.network = network;
    this.progress = progress;
    this.clock = clock;
    this.margins = margins;
    this.offline = offline;
  }

  void step(Deal deal) {
    Piece piece = pieces.find(deal.pieceCid()).orElseThrow();
    switch (Transport.of(deal.transport())) {
      case CURIO -> forMarket(deal, piece);
      case BOOST -> {
        long start = within(deal, Math.max(margins.at(deal), BOOSTS_START));
        DealMove move = DealMove.stay().set("start_epoch", start);
        write(deal, move, ownNodes.direct(deal, start), false, null);
      }
      case LOTUS ->
          write(deal, DealMove.stay(), ownNodes.legacy(deal, piece, offline), offline, null);
    }
  }

  private void forMarket(Deal deal, Piece piece) {
    if (deal.product().equals("ddo")) {
      OptionalLong start = start(deal);
      Mk20Deal ddo = ddo(deal, piece, start);
      DealMove move = DealMove.stay();
      start.ifPresent(epoch -> move.set("start_epoch", epoch));
      write(deal, move, offline ? ddo.offlineOffer() : ddo.offer(), offline, null);
      return;
    }
    ClientDealProposal signed = proposal(deal, piece).sign(wallet.of(deal.wallet()));
    Mk12Deal mk12 = mk12(deal, piece, signed);
    DealOffer offer = offline ? mk12.offlineOffer() : mk12.offer();
    write(deal, DealMove.stay(), offer, offline, signed.proposal().cid());
  }

  /**
   * Of a direct deal only where the provider told how long it seals: its own default is two days
   * ahead. Curio wants an allocation that outlives the start.
   */
  private OptionalLong start(Deal deal) {
    return deal.sealingEpochs() == null
        ? OptionalLong.empty()
        : OptionalLong.of(within(deal, margins.at(deal)));
  }

  /** So far ahead of the head, but not after the allocation. */
  private long within(Deal deal, long margin) {
    long start = chain.head().height().value() + margin;
    Long expiration = deal.allocationExpiration();
    return expiration == null ? start : Math.min(start, expiration);
  }

  private void write(
      Deal deal, DealMove move, DealOffer offer, boolean byHand, @Nullable Cid proposalCid) {
    progress.goOn(
        deal,
        move.set("proposal_bytes", offer.body())
            .set("proposal_key", offer.key())
            .set("offline", byHand)
            .set("offered_at", clock.instant())
            .set("proposal_cid", proposalCid == null ? null : proposalCid.toString()));
  }

  private Mk20Deal ddo(Deal deal, Piece piece, OptionalLong start) {
    PieceCid pieceCid = PieceCid.parse(piece.pieceCidV2());
    Long allocation = deal.allocationId();
    return new Mk20Deal(
        IdKind.DEAL.ulidOf(deal.id()),
        FilAddress.parse(deal.wallet()),
        FilAddress.parse(deal.provider()),
        network.prefix(),
        Cid.parse(piece.pieceCidV2()),
        source.url(pieceCid),
        source.token(pieceCid, deal.provider()),
        deal.durationEpochs(),
        allocation == null ? OptionalLong.empty() : OptionalLong.of(allocation),
        start);
  }

  private Mk12Deal mk12(Deal deal, Piece piece, ClientDealProposal signed) {
    PieceCid pieceCid = PieceCid.parse(piece.pieceCidV2());
    return new Mk12Deal(
        UUID.randomUUID(),
        signed,
        Cid.parse(piece.payloadCid()),
        source.url(pieceCid),
        source.token(pieceCid, deal.provider()),
        piece.rawSize());
  }

  /**
   * With the client's id address, so that the proposal's CID is the one that the chain keeps
   * (reference, section 2.2).
   */
  private DealProposal proposal(Deal deal, Piece piece) {
    FilAddress client = FilAddress.parse(deal.wallet());
    return new DealProposal(
        Cid.parse(deal.pieceCid()),
        new PaddedPieceSize(piece.paddedSize()),
        deal.verified(),
        chain.lookupId(client).orElse(client),
        FilAddress.parse(deal.provider()),
        new DealLabel.Text(piece.payloadCid()),
        new Epoch(Objects.requireNonNull(deal.startEpoch())),
        new Epoch(Objects.requireNonNull(deal.endEpoch())),
        new AttoFil(deal.pricePerEpoch()),
        new AttoFil(deal.providerCollateral()),
        new AttoFil(deal.clientCollateral()));
  }
}
