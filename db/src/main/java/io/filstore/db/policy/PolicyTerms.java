package io.filstore.db.policy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy asks for (snake case in JSON); what is absent is as in the settings, which also
 * bound what is there: a policy narrows the choice of providers and the price, it never widens
 * them.
 *
 * @param replicas copies of each piece, 1 to 20
 * @param verified {@code required}: every deal spends DataCap; {@code preferred}: one for which it
 *     is missing is made without; {@code never}
 * @param product {@code ddo} or {@code mk12}
 * @param durationEpochs length of a deal, 518400 to 3680640 on public networks
 * @param maxPriceAttofilPerGibEpoch highest ask that is accepted
 * @param providers id addresses that may be chosen, in order of preference
 * @param denied id addresses that get nothing
 * @param distinct what copies must differ in beside the provider: {@code owner}, {@code region}
 * @param maxSharePercent most of all bytes that one provider may hold
 * @param shareFromBytes bytes in open deals from which on shares are looked at
 * @param windowUtc hours in which deals are offered, {@code 22:00-06:00}
 * @param minPieceSize padded bytes below which a piece gets no deals of its own
 * @param maxPieceSize padded bytes above which a piece gets no deals
 * @param renewal {@code redeal}, {@code let_lapse}, or {@code ask}: no successor until somebody
 *     decides for one
 * @param repair whether a copy that is not given back gets a second one
 * @param datacapBudgetBytes padded bytes that verified deals under the policy may hold together
 * @param filBudgetAttofil what storage under the policy may cost together, without gas
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyTerms(
    @Nullable Integer replicas,
    @Nullable String verified,
    @Nullable String product,
    @Nullable Long durationEpochs,
    @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigInteger maxPriceAttofilPerGibEpoch,
    @Nullable List<String> providers,
    @Nullable List<String> denied,
    @Nullable List<String> distinct,
    @Nullable Integer maxSharePercent,
    @Nullable Long shareFromBytes,
    @Nullable String windowUtc,
    @Nullable Long minPieceSize,
    @Nullable Long maxPieceSize,
    @Nullable String renewal,
    @Nullable Boolean repair,
    @Nullable Long datacapBudgetBytes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigInteger filBudgetAttofil) {

  /** Everything as in the settings. */
  public static final PolicyTerms NONE =
      new PolicyTerms(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);

  private static final int MAX_PROVIDERS = 1000;
  private static final BigInteger MOST_FIL = BigInteger.TEN.pow(27);

  /**
   * Checks what the types do not say.
   *
   * @throws IllegalArgumentException a sentence that names the member and what it may be
   */
  public PolicyTerms check() {
    within("replicas", replicas, 1, 20);
    oneOf("verified", verified, List.of("required", "preferred", "never"));
    oneOf("product", product, List.of("ddo", "mk12"));
    within("duration_epochs", durationEpochs, 1, 10_512_000);
    amount("max_price_attofil_per_gib_epoch", maxPriceAttofilPerGibEpoch);
    actors("providers", providers);
    actors("denied", denied);
    if (distinct != null) {
      distinct.forEach(word -> oneOf("distinct", word, List.of("owner", "region")));
    }
    within("max_share_percent", maxSharePercent, 1, 100);
    within("share_from_bytes", shareFromBytes, 0, Long.MAX_VALUE);
    require(
        windowUtc == null || windowUtc.isEmpty() || windowUtc.matches(HOURS + "-" + HOURS),
        "window_utc must be like 22:00-06:00, or empty.");
    within("min_piece_size", minPieceSize, 0, 1L << 36);
    within("max_piece_size", maxPieceSize, minPieceSize == null ? 0 : minPieceSize, 1L << 36);
    oneOf("renewal", renewal, List.of("redeal", "let_lapse", "ask"));
    within("datacap_budget_bytes", datacapBudgetBytes, 0, Long.MAX_VALUE);
    amount("fil_budget_attofil", filBudgetAttofil);
    return this;
  }

  private static final String HOURS = "([01][0-9]|2[0-3]):[0-5][0-9]";

  private static void within(String name, @Nullable Number value, long least, long most) {
    require(
        value == null || value.longValue() >= least && value.longValue() <= most,
        "%s is %s, it must be %d to %d.".formatted(name, value, least, most));
  }

  private static void oneOf(String name, @Nullable String value, List<String> words) {
    require(
        value == null || words.contains(value),
        name + " must be " + String.join(" or ", words) + ".");
  }

  private static void amount(String name, @Nullable BigInteger value) {
    require(
        value == null || value.signum() >= 0 && value.compareTo(MOST_FIL) <= 0,
        name + " must be attoFIL, 0 to " + MOST_FIL + ".");
  }

  private static void actors(String name, @Nullable List<String> ids) {
    if (ids == null) {
      return;
    }
    require(
        ids.size() <= MAX_PROVIDERS, name + " must name at most " + MAX_PROVIDERS + " providers.");
    require(
        ids.stream().allMatch(id -> id != null && id.matches("[ft]0[0-9]{1,19}")),
        name + " must be id addresses like f01000.");
    require(new HashSet<>(ids).size() == ids.size(), name + " names a provider twice.");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
