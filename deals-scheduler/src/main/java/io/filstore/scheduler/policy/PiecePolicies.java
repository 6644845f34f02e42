package io.filstore.scheduler.policy;

import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.deal.Deal;
import io.filstore.db.policy.Policies;
import io.filstore.db.policy.Policy;
import io.filstore.db.policy.PolicyTerms;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which policy a piece or a deal follows. */
public final class PiecePolicies {
  private final PolicyProperties settings;
  private final PlacementRules rules;
  private final Policies policies;
  private final ProviderChoices choices;
  private final Clock clock;

  PiecePolicies(
      PolicyProperties settings,
      PlacementRules rules,
      Policies policies,
      ProviderChoices choices,
      Clock clock) {
    this.settings = settings;
    this.rules = rules;
    this.policies = policies;
    this.choices = choices;
    this.clock = clock;
  }

  /** Of a piece: of its uploads, the one that wants the most copies decides. */
  public PiecePolicy ofPiece(String pieceCid) {
    return of(policies.governing(pieceCid, settings.replicas()).orElse(null));
  }

  /** Providers that the account itself has named for the piece; empty when it left that open. */
  Optional<List<String>> chosenProviders(String pieceCid) {
    return policies
        .governing(pieceCid, settings.replicas())
        .map(policy -> policy.terms().providers());
  }

  /** Under which the deal was planned, with the terms that it has now. */
  public PiecePolicy of(Deal deal) {
    String id = deal.policyId();
    return of(id == null ? null : policies.find(id).orElseThrow());
  }

  /** Of the settings, narrowed by terms that are no policy of anybody's. */
  public PiecePolicy with(PolicyTerms terms) {
    return PiecePolicy.of(settings, pool(), null, terms, clock.instant());
  }

  /** Of the settings, narrowed by a policy. */
  public PiecePolicy of(@Nullable Policy policy) {
    return PiecePolicy.of(settings, pool(), policy, clock.instant());
  }

  private Pool pool() {
    return Pool.of(settings, rules, choices.all());
  }
}
