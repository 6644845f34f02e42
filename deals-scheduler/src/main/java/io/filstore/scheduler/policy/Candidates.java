package io.filstore.scheduler.policy;

import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Standing;
import io.filstore.db.chain.Standings;
import io.filstore.db.deal.Deal;
import io.filstore.db.piece.Piece;
import io.filstore.filecoin.Epoch;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what is known of the providers that may get a copy. */
public final class Candidates {

  private final PiecePolicies policies;
  private final ProviderDirectory directory;
  private final ProviderHistory history;
  private final Standings standings;
  private final ClientWallet wallet;
  private final Clock clock;

  Candidates(
      PiecePolicies policies,
      ProviderDirectory directory,
      ProviderHistory history,
      Standings standings,
      ClientWallet wallet,
      Clock clock) {
    this.policies = policies;
    this.directory = directory;
    this.history = history;
    this.standings = standings;
    this.wallet = wallet;
    this.clock = clock;
  }

  /** Asks every allowed provider; its reason not to take the piece on our terms, in our order. */
  Map<String, Optional<String>> ask(Piece piece, PiecePolicy policy) {
    Map<String, Optional<String>> refusals = new LinkedHashMap<>();
    for (Provider provider : directory.current(policy.providers(), wallet.key())) {
      refusals.put(provider.id(), Eligibility.refusal(provider, terms(piece, policy)));
    }
    return refusals;
  }

  /** Those of {@code refusals} that are asked for, with all that our own books say of them. */
  List<Candidate> of(
      List<String> ids,
      Map<String, Optional<String>> refusals,
      List<Deal> ofPiece,
      PiecePolicy policy,
      Epoch head) {
    Map<String, Standing> known = standings.of(ids, clock.instant());
    return ids.stream()
        .map(id ->
            new Candidate(
                known.getOrDefault(id, Standing.unknown(id)),
                policy.rules().regionOf(id),
                history.failures(ofPiece, id),
                refusals
                    .getOrDefault(id, Optional.empty())
                    .or(() -> history.refusal(ofPiece, id, policy.durationEpochs(), head))))
        .toList();
  }

  /** Providers that have a copy or are getting one, as the rules about copies see them. */
  List<Candidate> holding(List<Deal> open, PiecePolicy policy) {
    List<String> ids = open.stream().map(Deal::provider).distinct().toList();
    Map<String, Standing> known = standings.of(ids, clock.instant());
    return ids.stream()
        .map(id ->
            new Candidate(
                known.getOrDefault(id, Standing.unknown(id)),
                policy.rules().regionOf(id),
                0,
                Optional.empty()))
        .toList();
  }

  /**
   * Why the provider of a deal that has been waiting should still not get the copy; empty when it
   * may.
   */
  public Optional<String> refusal(Deal deal, List<Deal> ofPiece, Piece piece, Epoch head) {
    List<Deal> others =
        ofPiece.stream()
            .filter(other -> other.state().open() && !other.id().equals(deal.id()))
            .filter(other -> !PlanPiece.hopeless(other))
            .toList();
    Instant now = clock.instant();
    PiecePolicy policy = policies.of(deal);
    Placement.Need need = new Placement.Need(piece.paddedSize(), 1, standings.openBytes());
    Placement.Choice choice =
        new Placement(policy.rules())
            .choose(
                need,
                holding(others, policy),
                of(List.of(deal.provider()), Map.of(), ofPiece, policy, head),
                now);
    return choice.refused().values().stream().findFirst();
  }

  /** Why the rules of placement keep a piece of this size from the provider, whatever the piece. */
  public Optional<String> rule(String provider, long paddedSize, PiecePolicy policy) {
    Placement placement = new Placement(policy.rules());
    Optional<String> size = placement.refusesSize(paddedSize);
    if (size.isPresent()) {
      return size;
    }
    if (!policy.providers().contains(provider)) {
      return Optional.of(provider + " is not among the allowed providers " + policy.providers());
    }
    Placement.Need need = new Placement.Need(paddedSize, 1, standings.openBytes());
    List<Candidate> candidate = of(List.of(provider), Map.of(), List.of(), policy, new Epoch(0));
    return placement.choose(need, List.of(), candidate, clock.instant()).refused().values().stream()
        .findFirst();
  }

  private static Terms terms(Piece piece, PiecePolicy policy) {
    return new Terms(
        policy.product(),
        policy.verified(),
        new PaddedPieceSize(piece.paddedSize()),
        policy.maxPriceAttofilPerGibEpoch());
  }
}
