package io.filstore.scheduler.pull;

import io.filstore.db.chain.Provider;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.policy.Copies;
import io.filstore.scheduler.policy.HeldAlready;
import io.filstore.scheduler.policy.NewDeals;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.problem.RequestRefused;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Plans a deal with the provider that asked for the piece, under the lock that all planning of the
 * piece takes, so that asking and planning together make no copy too many. Asking twice makes one
 * deal.
 */
final class ReserveOffer {
  private final Pieces pieces;
  private final Deals deals;
  private final PiecePolicies policies;
  private final NewDeals planned;
  private final Candidates candidates;
  private final HeldAlready held;
  private final ProviderDirectory directory;
  private final ClientWallet wallet;
  private final FreshChain chain;
  private final DealProgress progress;
  private final Jobs jobs;
  private final TransactionTemplate transactions;

  ReserveOffer(
      Pieces pieces,
      Deals deals,
      PiecePolicies policies,
      NewDeals planned,
      Candidates candidates,
      HeldAlready held,
      ProviderDirectory directory,
      ClientWallet wallet,
      FreshChain chain,
      DealProgress progress,
      Jobs jobs,
      TransactionTemplate transactions) {
    this.pieces = pieces;
    this.deals = deals;
    this.policies = policies;
    this.planned = planned;
    this.candidates = candidates;
    this.held = held;
    this.directory = directory;
    this.wallet = wallet;
    this.chain = chain;
    this.progress = progress;
    this.jobs = jobs;
    this.transactions = transactions;
  }

  /**
   * A deal of the provider for the piece.
   *
   * @param fresh whether it was made now
   */
  record Reserved(Deal deal, boolean fresh) {}

  /** The deal; a refusal with the reason when the provider may not have the piece. */
  Reserved reserve(String pieceCid, String providerId, @Nullable Long sealingEpochs) {
    Piece piece =
        pieces.find(pieceCid).orElseThrow(() -> RequestRefused.notFound("offer", pieceCid));
    Epoch head = chain.head().height();
    Provider provider = directory.refresh(providerId, wallet.key());
    held.refusal(providerId, deals.ofPiece(pieceCid))
        .ifPresent(why -> {
          throw RequestRefused.conflict(why + ".");
        });
    return Objects.requireNonNull(
        transactions.execute(status -> reserve(piece, provider, sealingEpochs, head)));
  }

  private Reserved reserve(
      Piece piece, Provider provider, @Nullable Long sealingEpochs, Epoch head) {
    if (pieces.lock(piece.pieceCid()).isEmpty()) {
      throw RequestRefused.notFound("offer", piece.pieceCid());
    }
    List<Deal> ofPiece = deals.ofPiece(piece.pieceCid());
    Optional<Deal> known =
        ofPiece.stream()
            .filter(deal -> deal.state().open() && deal.provider().equals(provider.id()))
            .filter(deal -> !Copies.hopeless(deal))
            .findFirst();
    if (known.isPresent()) {
      return new Reserved(known.get(), false);
    }
    PiecePolicy policy = policies.ofPiece(piece.pieceCid());
    refusal(piece, provider, ofPiece, policy, head)
        .ifPresent(why -> {
          throw RequestRefused.conflict(why + ".");
        });
    makeRoom(ofPiece, policy, provider.id());
    Deal deal = planned.insert(piece, policy, provider.id(), ofPiece);
    if (sealingEpochs != null) {
      deal = deals.apply(deal, DealMove.stay().set("sealing_epochs", sealingEpochs));
    }
    if (Copies.missing(ofPiece, policy) == 1) {
      pieces.shortfallIs(piece.pieceCid(), null);
    }
    jobs.enqueue(JobName.DEAL, deal.id());
    return new Reserved(deal, true);
  }

  private Optional<String> refusal(
      Piece piece, Provider provider, List<Deal> ofPiece, PiecePolicy policy, Epoch head) {
    return Copies.missing(ofPiece, policy) <= 0
        ? Optional.of("The piece has the %d copies that are wanted".formatted(policy.replicas()))
        : candidates.refusal(provider, ofPiece, piece, policy, head);
  }

  /**
   * A deal that waits for a provider which will not have it gives its place up: the provider's own,
   * or another's when all places are taken.
   */
  private void makeRoom(List<Deal> ofPiece, PiecePolicy policy, String provider) {
    List<Deal> waiting = Copies.withoutTaker(ofPiece);
    waiting.stream()
        .filter(deal -> deal.provider().equals(provider))
        .findFirst()
        .or(() -> Copies.full(ofPiece, policy) ? waiting.stream().findFirst() : Optional.empty())
        .ifPresent(deal -> progress.replaced(deal, provider + " asked for the piece itself"));
  }
}
