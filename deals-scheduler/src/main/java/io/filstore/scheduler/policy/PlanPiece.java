package io.filstore.scheduler.policy;

import io.filstore.client.chain.ChainException;
import io.filstore.db.chain.Standing;
import io.filstore.db.chain.Standings;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Placement.Choice;
import io.filstore.scheduler.policy.Placement.Need;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job {@code plan}: brings a piece to the policy's number of open deals, each with another
 * provider. Providers are asked first; then deals are counted and made under a lock on the piece,
 * so that two runs make no deal too many.
 */
public final class PlanPiece {

  private final Pieces pieces;
  private final Deals deals;
  private final Jobs jobs;
  private final Candidates candidates;
  private final NewDeals planned;
  private final Quarantine quarantine;
  private final Standings standings;
  private final ClientWallet wallet;
  private final Faucet faucet;
  private final FreshChain chain;
  private final DealProgress progress;
  private final TransactionTemplate transactions;
  private final PiecePolicies policies;
  private final Clock clock;

  PlanPiece(
      Pieces pieces,
      Deals deals,
      Jobs jobs,
      Candidates candidates,
      NewDeals planned,
      Quarantine quarantine,
      Standings standings,
      ClientWallet wallet,
      Faucet faucet,
      FreshChain chain,
      DealProgress progress,
      TransactionTemplate transactions,
      PiecePolicies policies,
      Clock clock) {
    this.pieces = pieces;
    this.deals = deals;
    this.jobs = jobs;
    this.candidates = candidates;
    this.planned = planned;
    this.quarantine = quarantine;
    this.standings = standings;
    this.wallet = wallet;
    this.faucet = faucet;
    this.chain = chain;
    this.progress = progress;
    this.transactions = transactions;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Plans what is missing; nothing for an unknown piece or one that has its deals. While nothing
   * can be planned, the piece says why.
   */
  public void run(String pieceCid) {
    Optional<Piece> piece = pieces.find(pieceCid);
    if (piece.isEmpty()) {
      return;
    }
    PiecePolicy policy = policies.ofPiece(pieceCid);
    List<Deal> all = deals.ofPiece(pieceCid);
    policy.faulty().nextLook(all).ifPresent(due -> planAt(pieceCid, due));
    if (Copies.missing(all, policy) <= 0) {
      pieces.shortfallIs(pieceCid, null);
      return;
    }
    Optional<String> size = new Placement(policy.rules()).refusesSize(piece.get().paddedSize());
    if (size.isPresent()) {
      pieces.shortfallIs(pieceCid, policy.wanted() + size.get());
      return;
    }
    Instant open = policy.rules().window().next(clock.instant());
    if (open.isAfter(clock.instant())) {
      outsideTheWindow(pieceCid, policy, open);
      return;
    }
    try {
      plan(piece.get(), policy, all);
    } catch (ChainException e) {
      pieces.shortfallIs(pieceCid, policy.wanted() + e.getMessage());
      throw e;
    }
  }

  private void planAt(String pieceCid, Instant due) {
    transactions.executeWithoutResult(_ -> jobs.enqueue(JobName.PLAN, pieceCid, due));
  }

  private void outsideTheWindow(String pieceCid, PiecePolicy policy, Instant open) {
    transactions.executeWithoutResult(status -> {
      pieces.shortfallIs(
          pieceCid, policy.wanted() + "deals are offered again from " + open + " on");
      jobs.enqueue(JobName.PLAN, pieceCid, open);
    });
  }

  private void plan(Piece piece, PiecePolicy policy, List<Deal> before) {
    Epoch head = chain.head().height();
    faucet.fillIfEmpty(wallet.address());
    Map<String, Optional<String>> refusals = candidates.ask(piece, policy, before);
    transactions.executeWithoutResult(status -> plan(piece, policy, refusals, head));
  }

  private void plan(
      Piece piece, PiecePolicy policy, Map<String, Optional<String>> refusals, Epoch head) {
    if (pieces.lock(piece.pieceCid()).isEmpty()) {
      return;
    }
    List<Deal> all = deals.ofPiece(piece.pieceCid());
    List<Deal> open = all.stream().filter(deal -> deal.state().open()).toList();
    List<Deal> hopeless = Copies.withoutTaker(open);
    int missing = Copies.unplanned(all, policy);
    int wanted = Math.max(0, missing) + hopeless.size();
    Choice choice = choose(piece, policy, wanted, open, hopeless, all, refusals, head);
    Deque<Candidate> eligible = new ArrayDeque<>(choice.chosen());
    replaceHopeless(piece, policy, hopeless, eligible, all);
    for (; missing > 0 && !eligible.isEmpty(); missing--) {
      jobs.enqueue(
          JobName.DEAL, planned.insert(piece, policy, eligible.removeFirst().provider(), all).id());
    }
    int placed = policy.replicas() - missing;
    Map<String, String> refused = choice.refused();
    for (String provider : refused.keySet().stream().limit(Math.max(missing, 0)).toList()) {
      progress.block(
          planned.insert(piece, policy, provider, all),
          Causes.NO_ELIGIBLE_PROVIDER,
          reasons(policy, placed, refused));
      missing--;
    }
    if (missing > 0) {
      planAgain(piece, policy, missing);
    } else {
      pieces.shortfallIs(piece.pieceCid(), null);
    }
  }

  private Choice choose(
      Piece piece,
      PiecePolicy policy,
      int wanted,
      List<Deal> open,
      List<Deal> hopeless,
      List<Deal> all,
      Map<String, Optional<String>> refusals,
      Epoch head) {
    List<Deal> holding = open.stream().filter(deal -> !hopeless.contains(deal)).toList();
    Set<String> taken = open.stream().map(Deal::provider).collect(Collectors.toSet());
    List<String> free = refusals.keySet().stream().filter(id -> !taken.contains(id)).toList();
    List<String> concerned = Stream.concat(refusals.keySet().stream(), taken.stream()).toList();
    Map<String, Standing> known = quarantine.judge(concerned, clock.instant());
    Need need = new Need(piece.paddedSize(), wanted, standings.openBytes());
    return new Placement(policy.rules())
        .choose(
            need,
            candidates.holding(holding, policy, known),
            candidates.of(free, refusals, all, policy, head, known),
            clock.instant());
  }

  /**
   * A deal that waits for a provider which will not have it makes room for one at a provider that
   * will.
   */
  private void replaceHopeless(
      Piece piece,
      PiecePolicy policy,
      List<Deal> hopeless,
      Deque<Candidate> eligible,
      List<Deal> all) {
    for (Deal deal : hopeless) {
      if (!eligible.isEmpty()) {
        String other = eligible.removeFirst().provider();
        progress.replaced(deal, "offered to " + other + " instead");
        jobs.enqueue(JobName.DEAL, planned.insert(piece, policy, other, all).id());
      }
    }
  }

  /** Missing copies are shown as blocked deals with the reasons. */
  private static String reasons(PiecePolicy policy, int placed, Map<String, String> refused) {
    return "%d copies wanted, %d placed; %s"
        .formatted(policy.replicas(), placed, String.join("; ", refused.values()));
  }

  /** Without a provider to name there is no deal to say why: the piece says it. */
  private void planAgain(Piece piece, PiecePolicy policy, int missing) {
    pieces.shortfallIs(
        piece.pieceCid(),
        "%d copies wanted, no provider for %d of them: %s allows %s"
            .formatted(
                policy.replicas(),
                missing,
                policy.id() == null ? "the installation" : "policy " + policy.id(),
                policy.providers()));
    jobs.enqueue(
        JobName.PLAN,
        piece.pieceCid(),
        clock.instant().plus(DealProgress.backoff(piece.createdAt(), clock.instant())));
  }
}
