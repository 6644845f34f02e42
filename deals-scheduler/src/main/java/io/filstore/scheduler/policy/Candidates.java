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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what is known of the providers that may get a copy. */
public final class Candidates {

  private final PiecePolicies policies;
  private final ProviderDirectory directory;
  private final ProviderHistory history;
  private final HeldAlready held;
  private final Standings standings;
  private final ClientWallet wallet;
  private final Clock clock;

  Candidates(
      PiecePolicies policies,
      ProviderDirectory directory,
      ProviderHistory history,
      HeldAlready held,
      Standings standings,
      ClientWallet wallet,
      Clock clock) {
    this.policies = policies;
    this.directory = directory;
    this.history = history;
    this.held = held;
    this.standings = standings;
    this.wallet = wallet;
    this.clock = clock;
  }

  /**
   * Asks every allowed provider, and the chain what it holds already; the reason not to offer it
   * the piece on our terms, in our order.
   */
  Map<String, Optional<String>> ask(Piece piece, PiecePolicy policy, List<Deal> ofPiece) {
    Map<String, Optional<String>> refusals = new LinkedHashMap<>();
    for (Provider provider : directory.current(policy.providers(), wallet.key())) {
      refusals.put(
          provider.id(),
          Eligibility.refusal(provider, terms(piece, policy))
              .or(() -> held.refusal(provider.id(), ofPiece)));
    }
    return refusals;
  }

  /**
   * Those of {@code refusals} that are asked for, with all that our own books say of them.
   *
   * @param known how they stand
   */
  List<Candidate> of(
      List<String> ids,
      Map<String, Optional<String>> refusals,
      List<Deal> ofPiece,
      PiecePolicy policy,
      Epoch head,
      Map<String, Standing> known) {
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
  List<Candidate> holding(List<Deal> open, PiecePolicy policy, Map<String, Standing> known) {
    return open.stream()
        .map(Deal::provider)
        .distinct()
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
    return placement(deal.provider(), Optional.empty(), ofPiece, piece, policies.of(deal), head);
  }

  /**
   * Why the provider, which asks for the piece itself, should not get a copy of it; empty when it
   * may. It need not be among those of the settings, but among those that an account has chosen for
   * its pieces.
   */
  public Optional<String> refusal(
      Provider provider, List<Deal> ofPiece, Piece piece, PiecePolicy policy, Epoch head) {
    return chosen(provider.id(), piece)
        .or(() -> new Placement(policy.rules()).refusesSize(piece.paddedSize()))
        .or(() -> closed(policy))
        .or(() ->
            placement(
                provider.id(),
                Eligibility.refusal(provider, terms(piece, policy)),
                ofPiece,
                piece,
                policy,
                head));
  }

  private Optional<String> chosen(String provider, Piece piece) {
    return policies
        .chosenProviders(piece.pieceCid())
        .filter(chosen -> !chosen.contains(provider))
        .map(chosen -> provider + " is not among the providers that its policy names");
  }

  private Optional<String> closed(PiecePolicy policy) {
    Instant now = clock.instant();
    Instant open = policy.rules().window().next(now);
    return open.isAfter(now)
        ? Optional.of("deals are offered again from " + open + " on")
        : Optional.empty();
  }

  private Optional<String> placement(
      String provider,
      Optional<String> own,
      List<Deal> ofPiece,
      Piece piece,
      PiecePolicy policy,
      Epoch head) {
    List<Deal> others =
        ofPiece.stream()
            .filter(other -> other.state().open() && !other.provider().equals(provider))
            .filter(other -> !Copies.hopeless(other))
            .toList();
    Placement.Need need = new Placement.Need(piece.paddedSize(), 1, standings.openBytes());
    Set<String> concerned = new HashSet<>(Set.of(provider));
    others.forEach(other -> concerned.add(other.provider()));
    Map<String, Standing> known = standings.of(concerned, clock.instant());
    List<Candidate> candidate =
        of(List.of(provider), Map.of(provider, own), ofPiece, policy, head, known);
    return new Placement(policy.rules())
            .choose(need, holding(others, policy, known), candidate, clock.instant())
            .refused()
            .values()
            .stream()
            .findFirst();
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
    List<Candidate> candidate =
        of(
            List.of(provider),
            Map.of(),
            List.of(),
            policy,
            new Epoch(0),
            standings.of(List.of(provider), clock.instant()));
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
