package io.filstore.scheduler.proposal;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.message.ChainMessage;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.message.MethodCall;
import io.filstore.scheduler.message.Purpose;
import io.filstore.scheduler.message.Signing;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.PolicyProperties;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.wallet.ClientWallet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * allocating, for ddo: one f07 transfer to f06 makes one allocation for this piece at this
 * provider.
 */
final class SetAsideDatacap {

  /**
   * Five years, the most that f06 takes: room for providers whose sectors live long (builtin-actors
   * verifreg policy).
   */
  private static final long TERM_MAX = 5_256_000;

  private final Pieces pieces;
  private final ChainMessages messages;
  private final ClientWallet wallet;
  private final FreshChain chain;
  private final DealProgress progress;
  private final PolicyProperties policy;

  SetAsideDatacap(
      Pieces pieces,
      ChainMessages messages,
      ClientWallet wallet,
      FreshChain chain,
      DealProgress progress,
      PolicyProperties policy) {
    this.pieces = pieces;
    this.messages = messages;
    this.wallet = wallet;
    this.chain = chain;
    this.progress = progress;
    this.policy = policy;
  }

  void step(Deal deal) {
    Optional<ChainMessage> fixed = messages.find(Purpose.ALLOCATE, deal.id());
    if (fixed.isPresent()) {
      follow(deal, fixed.get());
      return;
    }
    Deal current = withTime(deal);
    switch (messages.sign(Purpose.ALLOCATE, deal.id(), wallet.key(), transfer(current))) {
      case Signing.Signed signed -> follow(unblocked(current), signed.message());
      case Signing.NoFunds poor ->
          progress.block(
              current,
              Causes.FUNDS,
              "the wallet needs %s attoFIL for the allocation message, it has %s"
                  .formatted(poor.needed(), poor.available()));
      case Signing.Refused refused ->
          progress.block(current, Causes.MESSAGE_REFUSED, refused.text());
    }
  }

  /** A deal that was blocked for long is given a new last epoch, as long as nothing is signed. */
  private Deal withTime(Deal deal) {
    Epoch head = chain.head().height();
    long left = Objects.requireNonNull(deal.allocationExpiration()) - head.value();
    if (left >= policy.allocationExpirationEpochs() / 2) {
      return deal;
    }
    long expiration = head.plus(policy.allocationExpirationEpochs()).value();
    return progress.note(deal, DealMove.stay().set("allocation_expiration", expiration));
  }

  private Deal unblocked(Deal deal) {
    return deal.state() == DealState.BLOCKED
        ? progress.note(deal, DealMove.to(DealState.ALLOCATING))
        : deal;
  }

  private void follow(Deal deal, ChainMessage message) {
    ChainMessage now = messages.advance(message);
    if (!now.settled()) {
      progress.later(deal, chain.epoch());
    } else if (now.succeeded()) {
      allocated(deal, now);
    } else {
      progress.close(
          deal,
          DealState.FAILED,
          Causes.MESSAGE_FAILED,
          "allocation message " + now.cid() + " ended with exit code " + now.exitCode());
    }
  }

  private void allocated(Deal deal, ChainMessage message) {
    List<Long> ids = DatacapTransfer.decodeReturn(message.returned());
    if (ids.size() != 1) {
      throw new IllegalStateException(
          "allocation message "
              + message.cid()
              + " returned "
              + ids.size()
              + " allocations, asked for one");
    }
    progress.goOnSpending(
        deal,
        DealMove.to(DealState.PROPOSING)
            .set("allocation_id", ids.getFirst())
            .evidence(
                Map.of(
                    "kind", "allocation",
                    "allocation_id", ids.getFirst(),
                    "message", message.cid(),
                    "height", Objects.requireNonNull(message.executedEpoch()))));
  }

  private MethodCall transfer(Deal deal) {
    Piece piece = pieces.find(deal.pieceCid()).orElseThrow();
    AllocationRequest request =
        new AllocationRequest(
            FilAddress.parse(deal.provider()).actorId(),
            Cid.parse(deal.pieceCid()),
            new PaddedPieceSize(piece.paddedSize()),
            deal.durationEpochs(),
            TERM_MAX,
            new Epoch(Objects.requireNonNull(deal.allocationExpiration())));
    return new MethodCall(
        FilAddress.DATACAP,
        AttoFil.ZERO,
        DatacapTransfer.METHOD,
        DatacapTransfer.params(List.of(request)));
  }
}
