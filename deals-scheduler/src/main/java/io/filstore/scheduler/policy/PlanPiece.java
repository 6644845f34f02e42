package io.filstore.scheduler.policy;

import io.filstore.client.chain.ChainException;
import io.filstore.db.chain.Provider;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.Epoch;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final ProviderDirectory directory;
  private final ProviderHistory history;
  private final ClientWallet wallet;
  private final Faucet faucet;
  private final FreshChain chain;
  private final DealProgress progress;
  private final TransactionTemplate transactions;
  private final PolicyProperties policy;
  private final Clock clock;

  PlanPiece(
      Pieces pieces,
      Deals deals,
      Jobs jobs,
      ProviderDirectory directory,
      ProviderHistory history,
      ClientWallet wallet,
      Faucet faucet,
      FreshChain chain,
      DealProgress progress,
      TransactionTemplate transactions,
      PolicyProperties policy,
      Clock clock) {
    this.pieces = pieces;
    this.deals = deals;
    this.jobs = jobs;
    this.directory = directory;
    this.history = history;
    this.wallet = wallet;
    this.faucet = faucet;
    this.chain = chain;
    this.progress = progress;
    this.transactions = transactions;
    this.policy = policy;
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
    if (satisfied(deals.ofPiece(pieceCid))) {
      pieces.shortfallIs(pieceCid, null);
      return;
    }
    try {
      plan(piece.get());
    } catch (ChainException e) {
      pieces.shortfallIs(
          pieceCid, "%d copies wanted; %s".formatted(policy.replicas(), e.getMessage()));
      throw e;
    }
  }

  private void plan(Piece piece) {
    Epoch head = chain.head().height();
    faucet.fillIfEmpty(wallet.address());
    Map<String, Optional<String>> refusals = ask(piece);
    transactions.executeWithoutResult(status -> plan(piece, refusals, head));
  }

  private boolean satisfied(List<Deal> all) {
    return all.stream().filter(deal -> deal.state().open() && !hopeless(deal)).count()
        >= policy.replicas();
  }

  /** Every allowed provider in order of preference, with its reason not to take the piece. */
  private Map<String, Optional<String>> ask(Piece piece) {
    Map<String, Optional<String>> refusals = new LinkedHashMap<>();
    for (String id : policy.providers()) {
      Provider provider = directory.current(id, wallet.key());
      refusals.put(id, Eligibility.refusal(provider, terms(piece)));
    }
    return refusals;
  }

  private Terms terms(Piece piece) {
    return new Terms(
        policy.effectiveProduct(),
        policy.verifiedDefault(),
        new PaddedPieceSize(piece.paddedSize()),
        policy.maxPriceAttofilPerGibEpoch());
  }

  private void plan(Piece piece, Map<String, Optional<String>> refusals, Epoch head) {
    if (pieces.lock(piece.pieceCid()).isEmpty()) {
      return;
    }
    List<Deal> all = deals.ofPiece(piece.pieceCid());
    List<Deal> open = all.stream().filter(deal -> deal.state().open()).toList();
    Map<String, String> refused = new LinkedHashMap<>();
    Deque<String> eligible = new ArrayDeque<>();
    free(refusals, open).stream()
        .sorted(Comparator.comparingLong(id -> history.failures(all, id)))
        .forEach(id ->
            refusals
                .getOrDefault(id, Optional.empty())
                .or(() -> history.refusal(all, id, head))
                .ifPresentOrElse(why -> refused.put(id, why), () -> eligible.add(id)));
    replaceHopeless(piece, open, eligible, all);
    int missing = policy.replicas() - open.size();
    for (; missing > 0 && !eligible.isEmpty(); missing--) {
      jobs.enqueue(JobName.DEAL, insert(piece, eligible.removeFirst(), all).id());
    }
    int placed = policy.replicas() - missing;
    for (String provider : refused.keySet().stream().limit(Math.max(missing, 0)).toList()) {
      progress.block(
          insert(piece, provider, all), Causes.NO_ELIGIBLE_PROVIDER, reasons(placed, refused));
      missing--;
    }
    if (missing > 0) {
      planAgain(piece, missing);
    } else {
      pieces.shortfallIs(piece.pieceCid(), null);
    }
  }

  private static List<String> free(Map<String, Optional<String>> refusals, List<Deal> open) {
    List<String> taken = open.stream().map(Deal::provider).toList();
    return refusals.keySet().stream().filter(id -> !taken.contains(id)).toList();
  }

  /**
   * A deal that waits for a provider which will not have it makes room for one at a provider that
   * will.
   */
  private void replaceHopeless(
      Piece piece, List<Deal> open, Deque<String> eligible, List<Deal> all) {
    for (Deal deal : open) {
      if (hopeless(deal) && !eligible.isEmpty()) {
        String other = eligible.removeFirst();
        progress.replaced(deal, "offered to " + other + " instead");
        jobs.enqueue(JobName.DEAL, insert(piece, other, all).id());
      }
    }
  }

  private static boolean hopeless(Deal deal) {
    return deal.state() == DealState.BLOCKED
        && Causes.NO_ELIGIBLE_PROVIDER.equals(deal.causeCode());
  }

  /** Missing copies are shown as blocked deals with the reasons. */
  private String reasons(int placed, Map<String, String> refused) {
    return "%d copies wanted, %d placed; %s"
        .formatted(policy.replicas(), placed, String.join("; ", refused.values()));
  }

  /** Without a provider to name there is no deal to say why: the piece says it. */
  private void planAgain(Piece piece, int missing) {
    pieces.shortfallIs(
        piece.pieceCid(),
        "%d copies wanted, no provider for %d of them: DEAL_PROVIDERS allows %s"
            .formatted(policy.replicas(), missing, policy.providers()));
    jobs.enqueue(
        JobName.PLAN,
        piece.pieceCid(),
        clock.instant().plus(DealProgress.backoff(piece.createdAt(), clock.instant())));
  }

  private Deal insert(Piece piece, String provider, List<Deal> all) {
    long before = all.stream().filter(deal -> deal.provider().equals(provider)).count();
    return deals.insert(
        new Deals.Plan(
            piece.pieceCid(),
            provider,
            wallet.address().toString(),
            policy.effectiveProduct(),
            policy.verifiedDefault(),
            Math.toIntExact(before + 1),
            policy.durationEpochs()));
  }
}
