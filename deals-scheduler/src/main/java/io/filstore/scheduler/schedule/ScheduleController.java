package io.filstore.scheduler.schedule;

import io.filstore.db.chain.Provider;
import io.filstore.db.chain.ProviderIds;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.db.policy.Policies;
import io.filstore.db.policy.PolicyTerms;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.problem.RequestRefused;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Questions of other services about deals that are not made: who would get what, would it do. */
@RestController
class ScheduleController {
  private final PiecePolicies policies;
  private final Policies rows;
  private final Providers providers;
  private final Pieces pieces;
  private final Standings standings;
  private final Preflight preflight;
  private final Clock clock;

  ScheduleController(
      PiecePolicies policies,
      Policies rows,
      Providers providers,
      Pieces pieces,
      Standings standings,
      Preflight preflight,
      Clock clock) {
    this.policies = policies;
    this.rows = rows;
    this.providers = providers;
    this.pieces = pieces;
    this.standings = standings;
    this.preflight = preflight;
    this.clock = clock;
  }

  /** Who would get these pieces; nothing is planned, sent or spent. */
  @PostMapping("/internal/schedules:simulate")
  Outlook simulate(@RequestBody DryRun run) {
    List<DryRun.Pieces> wanted = run.checked();
    PiecePolicy policy = policy(run.policyId(), run.terms());
    Map<String, Provider> known = providers.of(policy.providers());
    return new DryRuns(policy)
        .answer(
            wanted,
            known,
            standings.of(policy.providers(), clock.instant()),
            standings.openBytes(),
            clock.instant());
  }

  /**
   * A deal that is not made.
   *
   * @param provider id address
   * @param pieceCid a piece that is there, for its size and its policy
   * @param paddedSize bytes, for a piece that is not
   * @param policyId a policy of an account
   * @param terms what a policy would say
   */
  record Wanted(
      @Nullable String provider,
      @Nullable String pieceCid,
      @Nullable Long paddedSize,
      @Nullable String policyId,
      @Nullable PolicyTerms terms) {}

  /** Every check that the deal would meet before anything is spent. */
  @PostMapping("/internal/deals:preflight")
  Preflight.Answer check(@RequestBody Wanted wanted) {
    String provider = wanted.provider();
    if (provider == null || !provider.matches("[ft]0[0-9]{1,19}")) {
      throw RequestRefused.invalid("provider must be an id address like f01000.");
    }
    return preflight.check(
        new Preflight.Question(ProviderIds.canonical(provider), size(wanted), policyOf(wanted)));
  }

  private long size(Wanted wanted) {
    if ((wanted.pieceCid() == null) == (wanted.paddedSize() == null)) {
      throw RequestRefused.invalid("either piece_cid or padded_size, one of them.");
    }
    if (wanted.pieceCid() != null) {
      return pieces
          .find(wanted.pieceCid())
          .map(Piece::paddedSize)
          .orElseThrow(() -> RequestRefused.notFound("piece", "with this CID"));
    }
    DryRun.requireSize(Objects.requireNonNull(wanted.paddedSize()));
    return wanted.paddedSize();
  }

  private PiecePolicy policyOf(Wanted wanted) {
    return wanted.pieceCid() != null && wanted.policyId() == null && wanted.terms() == null
        ? policies.ofPiece(wanted.pieceCid())
        : policy(wanted.policyId(), wanted.terms());
  }

  private PiecePolicy policy(@Nullable String id, @Nullable PolicyTerms terms) {
    if (id != null) {
      return policies.of(
          rows.find(id).orElseThrow(() -> RequestRefused.notFound("policy", "with this id")));
    }
    return policies.with(terms == null ? PolicyTerms.NONE : checked(terms));
  }

  private static PolicyTerms checked(PolicyTerms terms) {
    try {
      return terms.check();
    } catch (IllegalArgumentException e) {
      throw RequestRefused.invalid(String.valueOf(e.getMessage()));
    }
  }
}
