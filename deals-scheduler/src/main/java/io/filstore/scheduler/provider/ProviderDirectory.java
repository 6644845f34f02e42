package io.filstore.scheduler.provider;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.MinerInfo;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.filecoin.mk12.StorageAsk;
import java.math.BigInteger;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider: its address from the chain, its terms from itself, asked again when
 * the answer is old.
 */
public final class ProviderDirectory {

  private static final Duration REACHABLE_FOR = Duration.ofMinutes(10);
  private static final Duration UNREACHABLE_FOR = Duration.ofSeconds(10);

  /** Two billion FIL, which is all there will be, in attoFIL. */
  private static final int MAX_PRICE_BITS = 91;

  private final Chain chain;
  private final Providers providers;
  private final Standings standings;
  private final CurioMk20Transport mk20;
  private final CurioMk12Transport mk12;
  private final ProviderAddresses addresses;
  private final Clock clock;
  private final String source;

  /**
   * A directory.
   *
   * @param source how a provider has to take data for ddo deals, {@code http} or {@code offline}
   */
  public ProviderDirectory(
      Chain chain,
      Providers providers,
      Standings standings,
      CurioMk20Transport mk20,
      CurioMk12Transport mk12,
      ProviderAddresses addresses,
      Clock clock,
      String source) {
    this.chain = chain;
    this.providers = providers;
    this.standings = standings;
    this.mk20 = mk20;
    this.mk12 = mk12;
    this.addresses = addresses;
    this.clock = clock;
    this.source = source;
  }

  /** The provider's row, refreshed when it is old. */
  public Provider current(String id, Signer key) {
    Optional<Provider> known = providers.find(id);
    return known.filter(this::fresh).orElseGet(() -> refresh(id, key));
  }

  /** The providers' rows in the same order, those refreshed that are old. */
  public List<Provider> current(List<String> ids, Signer key) {
    Map<String, Provider> known = providers.of(ids);
    return ids.stream()
        .map(id ->
            Optional.ofNullable(known.get(id))
                .filter(this::fresh)
                .orElseGet(() -> refresh(id, key)))
        .toList();
  }

  /** Asks the chain and the provider now and writes what they say. */
  public Provider refresh(String id, Signer key) {
    MinerInfo miner;
    try {
      miner = chain.minerInfo(FilAddress.parse(id));
    } catch (ChainError e) {
      return saved(away(id, null, null, "the chain knows no such miner: " + e.text()));
    }
    Provider found = saved(look(id, miner, key));
    standings.ownerIs(id, miner.owner().toString());
    return found;
  }

  private Provider saved(Provider provider) {
    providers.save(provider);
    return provider;
  }

  private boolean fresh(Provider provider) {
    Instant checked = provider.checkedAt();
    Duration lasts = provider.reachable() ? REACHABLE_FOR : UNREACHABLE_FOR;
    return checked != null && checked.plus(lasts).isAfter(clock.instant());
  }

  /** What the provider at the miner's address says now; nothing is written. */
  public Provider look(String id, MinerInfo miner, Signer key) {
    Optional<URI> base = ProviderAddresses.baseUrl(miner);
    if (base.isEmpty()) {
      return away(
          id, null, miner, "its addresses on the chain name no HTTP server: " + miner.multiaddrs());
    }
    try {
      addresses.check(base.get());
    } catch (UnknownHostException e) {
      return away(id, base.get(), miner, String.valueOf(e.getMessage()));
    }
    return asked(id, base.get(), miner, key);
  }

  private Provider asked(String id, URI base, MinerInfo miner, Signer key) {
    Set<String> products = mk20.products(base, key).orElse(Set.of());
    Set<String> sources = products.isEmpty() ? Set.of() : mk20.sources(base, key).orElse(Set.of());
    Optional<StorageAsk> ask =
        mk12.ask(base, FilAddress.parse(id)).filter(ProviderDirectory::isPlausible);
    List<String> kinds = new ArrayList<>();
    if (products.contains("ddo_v1") && sources.contains(source)) {
      kinds.add("ddo");
    }
    if (ask.isPresent()) {
      kinds.add("mk12");
    }
    if (kinds.isEmpty()) {
      return away(
          id,
          base,
          miner,
          base + " answers neither MK20 with ddo_v1 over " + source + " nor MK12 with an ask");
    }
    return new Provider(
        id,
        base.toString(),
        miner.peerId(),
        miner.sectorSize(),
        kinds,
        ask.map(a -> a.price().atto()).orElse(null),
        ask.map(a -> a.verifiedPrice().atto()).orElse(null),
        ask.map(StorageAsk::minPieceSize).orElse(null),
        ask.map(StorageAsk::maxPieceSize).orElse(null),
        true,
        null,
        clock.instant());
  }

  /** Prices that nobody could pay, or that pay us, and sizes below nothing are no ask. */
  private static boolean isPlausible(StorageAsk ask) {
    return Stream.of(ask.price(), ask.verifiedPrice())
            .map(AttoFil::atto)
            .allMatch(atto -> atto.signum() >= 0 && atto.bitLength() <= MAX_PRICE_BITS)
        && ask.minPieceSize() >= 0
        && ask.maxPieceSize() >= 0;
  }

  private Provider away(String id, @Nullable URI base, @Nullable MinerInfo miner, String why) {
    BigInteger none = null;
    return new Provider(
        id,
        base == null ? null : base.toString(),
        miner == null ? null : miner.peerId(),
        miner == null ? null : miner.sectorSize(),
        List.of(),
        none,
        none,
        null,
        null,
        false,
        why,
        clock.instant());
  }
}
