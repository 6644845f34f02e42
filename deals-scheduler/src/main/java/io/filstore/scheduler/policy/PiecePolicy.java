package io.filstore.scheduler.policy;

import io.filstore.db.chain.ProviderIds;
import io.filstore.db.policy.Policy;
import io.filstore.db.policy.PolicyTerms;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted for one piece: the settings, narrowed by the policy of an account where there is
 * one.
 *
 * @param id of the account's policy; absent when the settings alone decide
 * @param verified whether deals spend DataCap
 * @param verifiedPreferred whether a deal for which DataCap is missing is made without it
 * @param product of a deal as {@code verified} says
 * @param plainProduct of a deal that is made without DataCap
 * @param providers id addresses that may be chosen, in order of preference
 * @param renews whether a copy whose term ends has a successor
 * @param repairs whether a copy that is not given back gets a second one
 * @param faulty how long a copy whose sector is faulty counts
 * @param datacapBudget padded bytes that deals under the policy may hold together; absent for any
 * @param filBudget attoFIL that they may cost together; absent for any
 */
public record PiecePolicy(
    @Nullable String id,
    int replicas,
    boolean verified,
    boolean verifiedPreferred,
    String product,
    String plainProduct,
    long durationEpochs,
    BigInteger maxPriceAttofilPerGibEpoch,
    List<String> providers,
    PlacementRules rules,
    boolean renews,
    boolean repairs,
    FaultyCopies faulty,
    @Nullable Long datacapBudget,
    @Nullable BigInteger filBudget) {

  private static final String NEVER = "never";

  /** What the settings say, narrowed by {@code policy} where there is one. */
  public static PiecePolicy of(
      PolicyProperties settings, Pool pool, @Nullable Policy policy, Instant now) {
    return policy == null
        ? of(settings, pool, null, PolicyTerms.NONE, now)
        : of(settings, pool, policy.id(), policy.terms(), now);
  }

  /** What the settings say, narrowed by {@code terms}. */
  public static PiecePolicy of(
      PolicyProperties settings, Pool pool, @Nullable String id, PolicyTerms terms, Instant now) {
    String word = terms.verified();
    boolean verified = word == null ? settings.verifiedDefault() : !word.equals(NEVER);
    boolean preferred = word == null ? settings.verifiedPreferred() : word.equals("preferred");
    String product = terms.product();
    return new PiecePolicy(
        id,
        or(terms.replicas(), settings.replicas()),
        verified,
        preferred,
        product == null ? settings.productOf(verified) : product,
        product == null ? settings.productOf(false) : product,
        or(terms.durationEpochs(), settings.durationEpochs()),
        terms.maxPriceAttofilPerGibEpoch() == null
            ? settings.maxPriceAttofilPerGibEpoch()
            : terms.maxPriceAttofilPerGibEpoch().min(settings.maxPriceAttofilPerGibEpoch()),
        allowed(pool.providers(), terms.providers()),
        narrowed(pool.rules(), terms),
        terms.renewal() == null ? settings.renews() : terms.renewal().equals("redeal"),
        or(terms.repair(), settings.repairUnretrievable()),
        new FaultyCopies(now, settings.repairFaultedAfter()),
        terms.datacapBudgetBytes(),
        terms.filBudgetAttofil());
  }

  /** An account chooses among what the operator allows, in an order of its own. */
  private static List<String> allowed(List<String> settings, @Nullable List<String> asked) {
    return asked == null
        ? settings
        : asked.stream().map(ProviderIds::canonical).filter(settings::contains).toList();
  }

  private static PlacementRules narrowed(PlacementRules rules, PolicyTerms terms) {
    Integer share = terms.maxSharePercent();
    Long largest = terms.maxPieceSize();
    return new PlacementRules(
        together(rules.denied(), terms.denied()),
        together(rules.distinct(), terms.distinct()),
        rules.regions(),
        share == null ? rules.maxSharePercent() : Math.min(share, rules.maxSharePercent()),
        or(terms.shareFromBytes(), rules.shareFromBytes()),
        rules.maxPending(),
        rules.maxOffersPerHour(),
        Objects.requireNonNullElse(terms.windowUtc(), rules.windowUtc()),
        Math.max(or(terms.minPieceSize(), 0L), rules.minPieceSize()),
        largest == null || largest == 0 || rules.maxPieceSize() == 0
            ? Math.max(or(largest, 0L), rules.maxPieceSize())
            : Math.min(largest, rules.maxPieceSize()),
        rules.quarantineAfter());
  }

  private static List<String> together(List<String> settings, @Nullable List<String> asked) {
    Set<String> all = new LinkedHashSet<>(settings);
    all.addAll(asked == null ? List.of() : asked);
    return new ArrayList<>(all);
  }

  private static <T> T or(@Nullable T asked, T settings) {
    return asked == null ? settings : asked;
  }

  /** What a piece that has too few copies says first. */
  String wanted() {
    return replicas + " copies wanted; ";
  }
}
