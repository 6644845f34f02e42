package io.filstore.scheduler.policy;

import io.filstore.db.chain.ProviderIds;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What deals are made for every piece.
 *
 * @param replicas open deals per piece, each with another provider (DEAL_REPLICAS)
 * @param verifiedDefault whether deals spend DataCap (DEAL_VERIFIED_DEFAULT)
 * @param verifiedPreferred whether a deal for which DataCap is missing is made without it
 *     (DEAL_VERIFIED_PREFERRED)
 * @param product ddo or mk12; empty means ddo when verified and mk12 otherwise (DEAL_PRODUCT)
 * @param durationEpochs length of a deal; the chain takes 518400 to 3680640 (DEAL_DURATION_EPOCHS)
 * @param startMarginEpochs mk12: how far ahead a deal starts (DEAL_START_MARGIN_EPOCHS)
 * @param allocationExpirationEpochs ddo: how long a provider may take, at most 172800
 *     (DEAL_ALLOCATION_EXPIRATION_EPOCHS)
 * @param maxPriceAttofilPerGibEpoch highest ask that is accepted
 *     (DEAL_MAX_PRICE_ATTOFIL_PER_GIB_EPOCH)
 * @param providers id addresses that may be chosen, in order of preference (DEAL_PROVIDERS)
 * @param pieceBaseUrl where providers download from (PIECE_BASE_URL)
 * @param attemptsPerProvider deals of one piece that one provider may refuse
 *     (DEAL_ATTEMPTS_PER_PROVIDER)
 * @param renewal redeal: a copy whose deal ends soon gets a new deal at another provider before it
 *     does; let_lapse: it ends without a successor; ask: it does, until somebody decides otherwise
 *     for this copy (DEAL_RENEWAL)
 * @param repairUnretrievable whether a copy that its provider does not give back gets a second one
 *     elsewhere (DEAL_REPAIR_UNRETRIEVABLE)
 * @param repairFaultedAfter how long a copy's sector may stay faulty before it gets a second one
 *     elsewhere (DEAL_REPAIR_FAULTED_AFTER)
 * @param patience how long one offer is repeated to a provider that is away or overloaded
 *     (DEAL_PATIENCE)
 * @param offline whether CARs reach providers by hand instead of over HTTP (DEAL_OFFLINE)
 */
@ConfigurationProperties("filstore.deals")
public record PolicyProperties(
    @DefaultValue("2") int replicas,
    @DefaultValue("true") boolean verifiedDefault,
    @DefaultValue("false") boolean verifiedPreferred,
    @DefaultValue("") String product,
    @DefaultValue("518400") long durationEpochs,
    @DefaultValue("2880") long startMarginEpochs,
    @DefaultValue("86400") long allocationExpirationEpochs,
    @DefaultValue("500000000") BigInteger maxPriceAttofilPerGibEpoch,
    @DefaultValue({"f01000", "f01001"}) List<String> providers,
    @DefaultValue("http://127.0.0.1:17404") URI pieceBaseUrl,
    @DefaultValue("2") int attemptsPerProvider,
    @DefaultValue("6h") Duration patience,
    @DefaultValue("false") boolean offline,
    @DefaultValue("redeal") String renewal,
    @DefaultValue("true") boolean repairUnretrievable,
    @DefaultValue("2d") Duration repairFaultedAfter) {

  /**
   * f06 takes 60 days at most; Curio refuses an allocation that ends before its own default start
   * of two days, and half of the time may be gone before we propose.
   */
  static final long MIN_ALLOCATION_EXPIRATION = 14_400;

  static final long MAX_ALLOCATION_EXPIRATION = 172_800;

  public PolicyProperties {
    product = product.toLowerCase(Locale.ROOT);
    providers =
        providers.stream()
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .map(ProviderIds::canonical)
            .distinct()
            .toList();
    require(replicas >= 1 && replicas <= 20, "DEAL_REPLICAS", replicas, "1 to 20");
    require(
        List.of("", "ddo", "mk12").contains(product),
        "DEAL_PRODUCT",
        product,
        "ddo, mk12 or empty");
    require(durationEpochs > 0, "DEAL_DURATION_EPOCHS", durationEpochs, "above 0");
    require(startMarginEpochs > 0, "DEAL_START_MARGIN_EPOCHS", startMarginEpochs, "above 0");
    require(
        allocationExpirationEpochs >= MIN_ALLOCATION_EXPIRATION
            && allocationExpirationEpochs <= MAX_ALLOCATION_EXPIRATION,
        "DEAL_ALLOCATION_EXPIRATION_EPOCHS",
        allocationExpirationEpochs,
        "14400 to 172800");
    require(
        List.of("redeal", "let_lapse", "ask").contains(renewal),
        "DEAL_RENEWAL",
        renewal,
        "redeal, let_lapse or ask");
    require(
        !repairFaultedAfter.isNegative(),
        "DEAL_REPAIR_FAULTED_AFTER",
        repairFaultedAfter,
        "0 or more");
    require(
        attemptsPerProvider >= 1, "DEAL_ATTEMPTS_PER_PROVIDER", attemptsPerProvider, "1 or more");
  }

  /** Whether a copy whose term ends has a successor. */
  public boolean renews() {
    return renewal.equals("redeal");
  }

  /** The product of deals with or without DataCap. */
  public String productOf(boolean verified) {
    if (!product.isEmpty()) {
      return product;
    }
    return verified ? "ddo" : "mk12";
  }

  private static void require(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is '" + value + "', it must be " + range);
    }
  }
}
