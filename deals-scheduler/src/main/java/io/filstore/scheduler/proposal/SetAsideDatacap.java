package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.Tipset;
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
import io.filstore.scheduler.capability.VerifiedDeals;
import io.filstore.scheduler.message.ChainMessage;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.message.Fate;
import io.filstore.scheduler.message.MethodCall;
import io.filstore.scheduler.message.Purpose;
import io.filstore.scheduler.message.Signing;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.StartMargins;
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
  private final Chain chain;
  private final FreshChain fresh;
  private final DealProgress progress;
  private final StartMargins margins;
  private final VerifiedDeals verified;

  SetAsideDatacap(
      Chain chain,
      Pieces pieces,
      ChainMessages messages,
      ClientWallet wallet,
      FreshChain fresh,
      DealProgress progress,
      StartMargins margins,
      VerifiedDeals verified) {
    this.pieces = pieces;
    this.messages = messages;
    this.wallet = wallet;
    this.chain = chain;
    this.fresh = fresh;
    this.progress = progress;
    this.margins = margins;
    this.verified = verified;
  }

  void step(Deal deal) {
    Optional<ChainMessage> fixed = messages.find(Purpose.ALLOCATE, deal.id());
    if (fixed.isPresent()) {
      follow(deal, fixed.get());
      return;
    }
    switch (verified.expiration(fresh.head().height(), margins.toClaim(deal))) {
      case VerifiedDeals.Expiration.Never never ->
          progress.block(deal, Causes.VERIFIED_DEALS_UNAVAILABLE, never.why());
      case VerifiedDeals.Expiration.At latest -> ask(withTime(deal, latest.epoch()));
    }
  }

  private void ask(Deal current) {
    switch (messages.sign(
        Purpose.ALLOCATE, current.id(), wallet.of(current.wallet()), transfer(current))) {
      case Signing.Signed signed -> follow(unblocked(current), signed.message());
      case Signing.NoFunds poor ->
          progress.block(
              current,
              Causes.FUNDS,
              "the wallet needs %s attoFIL for the allocation message, it has %s"
                  .formatted(poor.needed(), poor.available()));
      case Signing.OverBudget over ->
          progress.block(current, Causes.BUDGET_EXCEEDED, over.exceeded().text());
      case Signing.Refused refused ->
          progress.block(current, Causes.MESSAGE_REFUSED, refused.text());
      case Signing.Busy busy -> progress.later(current, fresh.epoch());
    }
  }

  /**
   * A deal that was blocked for long is given a new last epoch, as long as nothing is signed; one
   * that would outlast verified deals, an earlier one.
   */
  private Deal withTime(Deal deal, long latest) {
    long set = Objects.requireNonNull(deal.allocationExpiration());
    long left = set - fresh.head().height().value();
    boolean enough =
        left >= margins.toClaim(deal) / 2
            && (deal.sealingEpochs() == null || left >= margins.at(deal));
    if (set == latest || set < latest && enough) {
      return deal;
    }
    return progress.note(deal, DealMove.stay().set("allocation_expiration", latest));
  }

  private Deal unblocked(Deal deal) {
    return deal.state() == DealState.BLOCKED
        ? progress.note(deal, DealMove.to(DealState.ALLOCATING))
        : deal;
  }

  private void follow(Deal deal, ChainMessage message) {
    switch (messages.advance(message)) {
      case Fate.Waiting waiting when waiting.trouble() == null ->
          progress.later(unblocked(deal), fresh.epoch());
      case Fate.Waiting waiting ->
          progress.block(deal, Causes.MESSAGE_REFUSED, String.valueOf(waiting.trouble()));
      case Fate.Settled settled -> settled(deal, settled.message());
      case Fate.Doubtful doubt -> lookForEffect(deal, message, doubt.why());
      case Fate.Lost lost -> lost(deal, lost.why());
    }
  }

  private void settled(Deal deal, ChainMessage message) {
    if (message.succeeded()) {
      allocated(deal, message);
    } else {
      progress.close(
          deal,
          DealState.FAILED,
          Causes.MESSAGE_FAILED,
          "allocation message " + message.cid() + " ended with exit code " + message.exitCode());
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
    allocated(deal, message, ids.getFirst(), Objects.requireNonNull(message.executedEpoch()));
  }

  private void allocated(Deal deal, ChainMessage message, long id, long height) {
    progress.goOnSpending(
        deal,
        DealMove.to(DealState.PROPOSING)
            .set("allocation_id", id)
            .evidence(
                Map.of(
                    "kind",
                    "allocation",
                    "allocation_id",
                    id,
                    "message",
                    message.cid(),
                    "height",
                    height)));
  }

  /**
   * The nonce is used in the final chain, so the allocation is there if the message was ours:
   * nobody was offered it, and it stays until it expires; an expired one can no longer cost
   * anything.
   */
  private void lookForEffect(Deal deal, ChainMessage message, String why) {
    Tipset head = fresh.head();
    AllocationRequest asked =
        DatacapTransfer.decodeParams(message.signed().message().params()).requests().getFirst();
    Optional<Long> made =
        chain.allocations(FilAddress.parse(deal.wallet())).entrySet().stream()
            .filter(entry -> matches(entry.getValue(), asked))
            .map(Map.Entry::getKey)
            .findFirst();
    if (made.isPresent()) {
      allocated(deal, message, made.get(), head.height().value());
    } else {
      messages.declareLost(message, why);
      lost(deal, why + ", and the allocation it asked for does not exist");
    }
  }

  private static boolean matches(Allocation held, AllocationRequest asked) {
    return held.provider() == asked.provider()
        && held.data().equals(asked.data())
        && held.size().equals(asked.size())
        && held.termMin() == asked.termMin()
        && held.expiration().equals(asked.expiration());
  }

  private void lost(Deal deal, String why) {
    progress.close(deal, DealState.FAILED, Causes.MESSAGE_LOST, why);
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
