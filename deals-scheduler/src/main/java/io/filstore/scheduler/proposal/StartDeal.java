package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Provider;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.FilAddress;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.capability.VerifiedDeals;
import io.filstore.scheduler.datacap.DatacapBudget;
import io.filstore.scheduler.datacap.DatacapBudget.Reservation;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.policy.PolicyProperties;
import io.filstore.scheduler.policy.ProviderHistory;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * From planned, or from blocked: checks the provider once more and reserves DataCap before the
 * chain is asked for any.
 */
final class StartDeal {

  private final Deals deals;
  private final Pieces pieces;
  private final ProviderDirectory directory;
  private final ClientWallet wallet;
  private final Faucet faucet;
  private final FreshChain chain;
  private final DatacapBudget budget;
  private final DealProgress progress;
  private final Jobs jobs;
  private final TransactionTemplate transactions;
  private final PolicyProperties policy;
  private final ProviderHistory history;
  private final Candidates candidates;
  private final VerifiedDeals verified;
  private final HeldAlready held;

  StartDeal(
      Deals deals,
      Pieces pieces,
      ProviderDirectory directory,
      ClientWallet wallet,
      Faucet faucet,
      FreshChain chain,
      DatacapBudget budget,
      DealProgress progress,
      Jobs jobs,
      TransactionTemplate transactions,
      PolicyProperties policy,
      ProviderHistory history,
      Candidates candidates,
      VerifiedDeals verified,
      HeldAlready held) {
    this.deals = deals;
    this.pieces = pieces;
    this.directory = directory;
    this.wallet = wallet;
    this.faucet = faucet;
    this.chain = chain;
    this.budget = budget;
    this.progress = progress;
    this.jobs = jobs;
    this.transactions = transactions;
    this.policy = policy;
    this.history = history;
    this.candidates = candidates;
    this.verified = verified;
    this.held = held;
  }

  void step(Deal deal) {
    Optional<String> unable = wallet.refusal(deal.wallet(), deal.product(), deal.verified());
    if (unable.isPresent()) {
      progress.block(deal, Causes.WALLET_CANNOT, unable.get());
      return;
    }
    Tipset head = chain.head();
    Piece piece = pieces.find(deal.pieceCid()).orElseThrow();
    Terms terms =
        new Terms(
            deal.product(),
            deal.verified(),
            new PaddedPieceSize(piece.paddedSize()),
            policy.maxPriceAttofilPerGibEpoch());
    Provider provider = directory.current(deal.provider(), wallet.of(deal.wallet()));
    Optional<String> refusal =
        Eligibility.refusal(provider, terms).or(() -> refusal(deal, piece, head));
    if (refusal.isPresent()) {
      block(deal, refusal.get());
      return;
    }
    Optional<Deal> leaving = history.leaving(deals.ofPiece(deal.pieceCid()), deal, head.height());
    if (leaving.isPresent()) {
      takeOver(deal, leaving.get());
    } else {
      reserve(deal, terms, head);
    }
  }

  /** One that has waited is judged by all the rules again; a new one was just now. */
  private Optional<String> refusal(Deal deal, Piece piece, Tipset head) {
    List<Deal> ofPiece = deals.ofPiece(deal.pieceCid());
    Optional<String> rule =
        deal.state() == DealState.BLOCKED
            ? candidates.refusal(deal, ofPiece, piece, head.height())
            : history.refusal(ofPiece, deal.provider(), head.height());
    return rule.or(() -> held.refusal(deal, ofPiece));
  }

  /** DataCap was spent on the allocation by the earlier deal; nothing is asked of the chain. */
  private void takeOver(Deal deal, Deal earlier) {
    long allocation = Objects.requireNonNull(earlier.allocationId());
    progress.goOn(
        deal,
        DealMove.to(DealState.PROPOSING)
            .set("allocation_id", allocation)
            .set("allocation_expiration", earlier.allocationExpiration())
            .evidence(
                Map.of(
                    "kind",
                    "allocation",
                    "allocation_id",
                    allocation,
                    "taken_over_from",
                    earlier.id())));
  }

  private void block(Deal deal, String refusal) {
    transactions.executeWithoutResult(status -> {
      progress.block(
          deal,
          Causes.NO_ELIGIBLE_PROVIDER,
          "%d copies wanted; %s".formatted(policy.replicas(), refusal));
      jobs.enqueue(JobName.PLAN, deal.pieceCid());
    });
  }

  private void reserve(Deal deal, Terms terms, Tipset head) {
    if (!deal.verified()) {
      DealState next = deal.product().equals("mk12") ? DealState.ALLOCATING : DealState.PROPOSING;
      progress.goOn(deal, DealMove.to(next));
      return;
    }
    switch (expiration(deal, head)) {
      case VerifiedDeals.Expiration.Never never ->
          progress.block(deal, Causes.VERIFIED_DEALS_UNAVAILABLE, never.why());
      case VerifiedDeals.Expiration.At at -> reserve(deal, terms, setAside(deal, at.epoch()));
    }
  }

  /** Of an mk12 deal the allocation expires at its start, which is decided later. */
  private VerifiedDeals.Expiration expiration(Deal deal, Tipset head) {
    return deal.product().equals("mk12")
        ? verified
            .off(head.height())
            .<VerifiedDeals.Expiration>map(VerifiedDeals.Expiration.Never::new)
            .orElseGet(() -> new VerifiedDeals.Expiration.At(head.height().value()))
        : verified.expiration(head.height(), policy.allocationExpirationEpochs());
  }

  private void reserve(Deal deal, Terms terms, DealMove move) {
    FilAddress client = FilAddress.parse(deal.wallet());
    faucet.fillIfEmpty(client);
    DatacapBudget.Reading reading = budget.read(client);
    Reservation made =
        Objects.requireNonNull(
            transactions.execute(status -> {
              Reservation outcome = budget.reserve(reading, deal.id(), terms.size().bytes());
              if (outcome instanceof Reservation.Made) {
                progress.goOn(deal, move);
              }
              return outcome;
            }));
    switch (made) {
      case Reservation.Made done -> {}
      case Reservation.TooSmall small when policy.verifiedPreferred() -> plain(deal, small);
      case Reservation.TooSmall small -> progress.block(deal, Causes.DATACAP, small.text());
      case Reservation.Stale stale -> progress.later(deal, Duration.ZERO);
    }
  }

  /** The policy would rather have a deal without DataCap than none. */
  private void plain(Deal deal, Reservation.TooSmall small) {
    progress.goOn(
        deal,
        DealMove.stay()
            .set("verified", false)
            .set("product", policy.productOf(false))
            .cause(Causes.DATACAP, "made without DataCap: " + small.text()));
  }

  /** The terms that the chain is asked for are fixed with the reservation. */
  private static DealMove setAside(Deal deal, long expiration) {
    DealMove move = DealMove.to(DealState.ALLOCATING);
    return deal.product().equals("mk12") ? move : move.set("allocation_expiration", expiration);
  }
}
