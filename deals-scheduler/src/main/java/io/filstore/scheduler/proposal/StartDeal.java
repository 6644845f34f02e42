package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Tipset;
import io.filstore.client.deal.OwnNode;
import io.filstore.client.deal.OwnNodes;
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
import io.filstore.scheduler.policy.HeldAlready;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.policy.PolicyBudgets;
import io.filstore.scheduler.policy.ProviderHistory;
import io.filstore.scheduler.policy.StartMargins;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.math.BigInteger;
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
  private final PiecePolicies policies;
  private final PolicyBudgets budgets;
  private final StartMargins margins;
  private final ProviderHistory history;
  private final Candidates candidates;
  private final VerifiedDeals verified;
  private final HeldAlready held;
  private final OwnNodes nodes;

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
      PiecePolicies policies,
      PolicyBudgets budgets,
      StartMargins margins,
      ProviderHistory history,
      Candidates candidates,
      VerifiedDeals verified,
      HeldAlready held,
      OwnNodes nodes) {
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
    this.policies = policies;
    this.budgets = budgets;
    this.margins = margins;
    this.history = history;
    this.candidates = candidates;
    this.verified = verified;
    this.held = held;
    this.nodes = nodes;
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
            policies.of(deal).maxPriceAttofilPerGibEpoch());
    Provider provider = directory.current(deal.provider(), wallet.of(deal.wallet()));
    Optional<String> refusal =
        Eligibility.refusal(provider, terms).or(() -> refusal(deal, piece, head));
    if (refusal.isPresent()) {
      block(deal, refusal.get());
      return;
    }
    Optional<String> keyless = nodeRefuses(deal);
    if (keyless.isPresent()) {
      progress.block(deal, Causes.WALLET_CANNOT, keyless.get());
      return;
    }
    Optional<String> tooDear = tooDear(deal, Eligibility.pricePerEpoch(provider, terms));
    if (tooDear.isPresent()) {
      progress.block(deal, Causes.BUDGET_EXCEEDED, tooDear.get());
      return;
    }
    Optional<Deal> leaving = history.leaving(deals.ofPiece(deal.pieceCid()), deal, head.height());
    if (leaving.isPresent()) {
      takeOver(deal, leaving.get(), provider);
    } else {
      reserve(deal, terms, provider, head);
    }
  }

  /** A Lotus node signs with a key of its own: it has to be the deal's. */
  private Optional<String> nodeRefuses(Deal deal) {
    return nodes.of(deal.provider()).orElse(null) instanceof OwnNode.Lotus lotus
            && lotus.transport().lacks(lotus.rpc(), FilAddress.parse(deal.wallet()))
        ? Optional.of(
            "the Lotus node of " + deal.provider() + " does not hold the key of " + deal.wallet())
        : Optional.empty();
  }

  /** Looked at here so that a deal waits where it is; it counts where the price is fixed. */
  private Optional<String> tooDear(Deal deal, BigInteger perEpoch) {
    BigInteger price = perEpoch.multiply(BigInteger.valueOf(deal.durationEpochs()));
    return deal.product().equals("mk12")
        ? Objects.requireNonNull(transactions.execute(status -> budgets.refusesPrice(deal, price)))
        : Optional.empty();
  }

  /** One that has waited is judged by all the rules again; a new one was just now. */
  private Optional<String> refusal(Deal deal, Piece piece, Tipset head) {
    List<Deal> ofPiece = deals.ofPiece(deal.pieceCid());
    Optional<String> rule =
        deal.state() == DealState.BLOCKED
            ? candidates.refusal(deal, ofPiece, piece, head.height())
            : history.refusal(ofPiece, deal.provider(), deal.durationEpochs(), head.height());
    return rule.or(() -> held.refusal(deal.provider(), ofPiece));
  }

  /** DataCap was spent on the allocation by the earlier deal; nothing is asked of the chain. */
  private void takeOver(Deal deal, Deal earlier, Provider provider) {
    long allocation = Objects.requireNonNull(earlier.allocationId());
    progress.goOn(
        deal,
        begun(DealState.PROPOSING, provider)
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
          "%d copies wanted; %s".formatted(policies.of(deal).replicas(), refusal));
      jobs.enqueue(JobName.PLAN, deal.pieceCid());
    });
  }

  /** The way to the provider is fixed with the first thing that is done for the deal. */
  private static DealMove begun(DealState state, Provider provider) {
    return DealMove.to(state).set("transport", provider.transport());
  }

  private void reserve(Deal deal, Terms terms, Provider provider, Tipset head) {
    if (!deal.verified()) {
      DealState next = deal.product().equals("mk12") ? DealState.ALLOCATING : DealState.PROPOSING;
      progress.goOn(deal, begun(next, provider));
      return;
    }
    switch (expiration(deal, head)) {
      case VerifiedDeals.Expiration.Never never ->
          progress.block(deal, Causes.VERIFIED_DEALS_UNAVAILABLE, never.why());
      case VerifiedDeals.Expiration.At at ->
          reserve(deal, terms, setAside(deal, provider, at.epoch()));
    }
  }

  /** Of an mk12 deal the allocation expires at its start, which is decided later. */
  private VerifiedDeals.Expiration expiration(Deal deal, Tipset head) {
    return deal.product().equals("mk12")
        ? verified
            .off(head.height())
            .<VerifiedDeals.Expiration>map(VerifiedDeals.Expiration.Never::new)
            .orElseGet(() -> new VerifiedDeals.Expiration.At(head.height().value()))
        : verified.expiration(head.height(), margins.toClaim(deal));
  }

  private void reserve(Deal deal, Terms terms, DealMove move) {
    FilAddress client = FilAddress.parse(deal.wallet());
    faucet.fillIfEmpty(client);
    DatacapBudget.Reading reading = budget.read(client);
    Reservation made =
        Objects.requireNonNull(
            transactions.execute(status -> reserve(deal, terms.size().bytes(), reading, move)));
    switch (made) {
      case Reservation.Made done -> {}
      case Reservation.TooSmall small -> without(deal, Causes.DATACAP, small.text());
      case Reservation.OverBudget over -> without(deal, Causes.BUDGET_EXCEEDED, over.text());
      case Reservation.Stale stale -> progress.later(deal, Duration.ZERO);
    }
  }

  private Reservation reserve(Deal deal, long bytes, DatacapBudget.Reading reading, DealMove move) {
    Optional<String> over = budgets.refusesDatacap(deal, bytes);
    if (over.isPresent()) {
      return new Reservation.OverBudget(over.get());
    }
    Reservation outcome = budget.reserve(reading, deal.id(), bytes);
    if (outcome instanceof Reservation.Made) {
      progress.goOn(deal, move);
    }
    return outcome;
  }

  /** A policy may rather have a deal without DataCap than none. */
  private void without(Deal deal, String cause, String text) {
    PiecePolicy policy = policies.of(deal);
    if (!policy.verifiedPreferred()) {
      progress.block(deal, cause, text);
      return;
    }
    progress.goOn(
        deal,
        DealMove.stay()
            .set("verified", false)
            .set("product", policy.plainProduct())
            .cause(cause, "made without DataCap: " + text));
  }

  /** The terms that the chain is asked for are fixed with the reservation. */
  private static DealMove setAside(Deal deal, Provider provider, long expiration) {
    DealMove move = begun(DealState.ALLOCATING, provider);
    return deal.product().equals("mk12") ? move : move.set("allocation_expiration", expiration);
  }
}
