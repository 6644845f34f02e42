package io.filstore.scheduler.policy;

import io.filstore.db.chain.ProviderIds;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How copies are spread over providers.
 *
 * @param denied providers that never get a deal, even if allowed (DEAL_PROVIDERS_DENIED)
 * @param distinct what the copies of a piece must differ in beside the provider: {@code owner},
 *     {@code region} (DEAL_DISTINCT)
 * @param regions {@code f01000=EU}, one for each provider with a region (DEAL_PROVIDER_REGIONS)
 * @param maxSharePercent most of all bytes that one provider may hold (DEAL_MAX_SHARE_PERCENT)
 * @param shareFromBytes bytes in open deals from which on shares are looked at: the first deals are
 *     always large shares (DEAL_SHARE_FROM_BYTES)
 * @param maxPending deals of one provider that are not active yet, 0 for any number
 *     (DEAL_MAX_PENDING_PER_PROVIDER)
 * @param maxOffersPerHour deals offered to one provider in an hour, 0 for any number
 *     (DEAL_MAX_OFFERS_PER_HOUR)
 * @param windowUtc hours in which deals are offered, {@code 22:00-06:00} (DEAL_WINDOW_UTC)
 * @param minPieceSize padded bytes below which a piece gets no deals of its own
 *     (DEAL_MIN_PIECE_SIZE)
 * @param maxPieceSize padded bytes, 0 for any (DEAL_MAX_PIECE_SIZE)
 * @param quarantineAfter failures in a row after which a provider is left alone, 0 for never
 *     (DEAL_QUARANTINE_AFTER)
 */
@ConfigurationProperties("filstore.placement")
public record PlacementRules(
    @DefaultValue("") List<String> denied,
    @DefaultValue("") List<String> distinct,
    @DefaultValue("") List<String> regions,
    @DefaultValue("100") int maxSharePercent,
    @DefaultValue("1099511627776") long shareFromBytes,
    @DefaultValue("0") int maxPending,
    @DefaultValue("0") int maxOffersPerHour,
    @DefaultValue("") String windowUtc,
    @DefaultValue("0") long minPieceSize,
    @DefaultValue("0") long maxPieceSize,
    @DefaultValue("5") int quarantineAfter) {

  /** No rule but that every copy is with another provider. */
  public static final PlacementRules NONE =
      new PlacementRules(List.of(), List.of(), List.of(), 100, 0, 0, 0, "", 0, 0, 0);

  public PlacementRules {
    denied = cleaned(denied).stream().map(ProviderIds::canonical).distinct().toList();
    distinct = cleaned(distinct);
    regions = cleaned(regions).stream().map(ProviderIds::canonical).toList();
    require(
        maxSharePercent >= 1 && maxSharePercent <= 100,
        "DEAL_MAX_SHARE_PERCENT",
        maxSharePercent,
        "1 to 100");
    require(shareFromBytes >= 0, "DEAL_SHARE_FROM_BYTES", shareFromBytes, "0 or more");
    require(maxPending >= 0, "DEAL_MAX_PENDING_PER_PROVIDER", maxPending, "0 or more");
    require(maxOffersPerHour >= 0, "DEAL_MAX_OFFERS_PER_HOUR", maxOffersPerHour, "0 or more");
    require(quarantineAfter >= 0, "DEAL_QUARANTINE_AFTER", quarantineAfter, "0 or more");
    require(minPieceSize >= 0, "DEAL_MIN_PIECE_SIZE", minPieceSize, "0 or more");
    require(
        maxPieceSize == 0 || maxPieceSize >= minPieceSize,
        "DEAL_MAX_PIECE_SIZE",
        maxPieceSize,
        "0, or at least DEAL_MIN_PIECE_SIZE");
    Window.parse(windowUtc);
    regions.forEach(entry ->
        require(entry.matches("[ft]0[0-9]+=.+"), "DEAL_PROVIDER_REGIONS", entry, "like f01000=EU"));
    distinct.forEach(PlacementRules::dimension);
  }

  /** With these providers denied. */
  PlacementRules denying(List<String> all) {
    return new PlacementRules(
        all,
        distinct,
        regions,
        maxSharePercent,
        shareFromBytes,
        maxPending,
        maxOffersPerHour,
        windowUtc,
        minPieceSize,
        maxPieceSize,
        quarantineAfter);
  }

  /**
   * Without limits in time: they do not keep a schedule from being carried out, they make it take
   * longer.
   */
  public PlacementRules withoutTime() {
    return new PlacementRules(
        denied,
        distinct,
        regions,
        maxSharePercent,
        shareFromBytes,
        0,
        0,
        "",
        minPieceSize,
        maxPieceSize,
        quarantineAfter);
  }

  Set<Distinct> dimensions() {
    Set<Distinct> all = EnumSet.noneOf(Distinct.class);
    distinct.forEach(word -> all.add(dimension(word)));
    return all;
  }

  Window window() {
    return Window.parse(windowUtc);
  }

  /** What the operator calls the provider's region; absent when nothing was said. */
  public @Nullable String regionOf(String provider) {
    return regions.stream()
        .filter(entry -> entry.startsWith(provider + "="))
        .map(entry -> entry.substring(entry.indexOf('=') + 1).strip())
        .findFirst()
        .orElse(null);
  }

  private static Distinct dimension(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "owner" -> Distinct.OWNER;
      case "region" -> Distinct.REGION;
      default ->
          throw new IllegalArgumentException(
              "DEAL_DISTINCT is '" + word + "', it must be owner or region");
    };
  }

  private static List<String> cleaned(List<String> words) {
    return words.stream().map(String::strip).filter(word -> !word.isEmpty()).distinct().toList();
  }

  private static void require(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is '" + value + "', it must be " + range);
    }
  }
}
