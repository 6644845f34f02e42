package io.filstore.scheduler.provider;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.MinerInfo;
import io.filstore.client.deal.OwnNode;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.client.deal.Transport;
import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.filecoin.mk12.StorageAsk;
import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider: its address from the chain, its terms from itself or from the
 * operator's own node for it, asked again when the answer is old.
 */
public final class ProviderDirectory {

  private static final Duration REACHABLE_FOR = Duration.ofMinutes(10);
  private static final Duration UNREACHABLE_FOR = Duration.ofSeconds(10);

  private final Chain chain;
  private final Providers providers;
  private final Standings standings;
  private final OwnNodes nodes;
  private final PublicMarket market;
  private final Clock clock;

  /** A directory. */
  public ProviderDirectory(
      Chain chain,
      Providers providers,
      Standings standings,
      OwnNodes nodes,
      PublicMarket market,
      Clock clock) {
    this.chain = chain;
    this.providers = providers;
    this.standings = standings;
    this.nodes = nodes;
    this.market = market;
    this.clock = clock;
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

  /** What was asked on another way than today's is old at once. */
  private boolean fresh(Provider provider) {
    Instant checked = provider.checkedAt();
    Duration lasts = provider.reachable() ? REACHABLE_FOR : UNREACHABLE_FOR;
    return checked != null
        && checked.plus(lasts).isAfter(clock.instant())
        && provider.transport().equals(transport(provider.id()));
  }

  private String transport(String id) {
    return nodes.of(id).map(OwnNode::kind).orElse(Transport.CURIO).word();
  }

  /** What the provider at the miner's address says now; nothing is written. */
  public Provider look(String id, MinerInfo miner, Signer key) {
    MarketAnswer answer =
        nodes
            .of(id)
            .map(node -> OwnMarket.ask(node, FilAddress.parse(id), miner, key.address()))
            .orElseGet(() -> market.ask(id, miner, key));
    return switch (answer) {
      case MarketAnswer.No no -> away(id, base(miner), miner, no.why());
      case MarketAnswer.Offers offers -> provider(id, miner, offers.products(), offers.ask());
    };
  }

  private static @Nullable String base(MinerInfo miner) {
    return ProviderAddresses.baseUrl(miner).map(URI::toString).orElse(null);
  }

  private Provider provider(
      String id, MinerInfo miner, List<String> products, Optional<StorageAsk> ask) {
    return new Provider(
        id,
        base(miner),
        miner.peerId(),
        miner.sectorSize(),
        products,
        transport(id),
        ask.map(a -> a.price().atto()).orElse(null),
        ask.map(a -> a.verifiedPrice().atto()).orElse(null),
        ask.map(StorageAsk::minPieceSize).orElse(null),
        ask.map(StorageAsk::maxPieceSize).orElse(null),
        true,
        null,
        clock.instant());
  }

  private Provider away(String id, @Nullable String base, @Nullable MinerInfo miner, String why) {
    BigInteger none = null;
    return new Provider(
        id,
        base,
        miner == null ? null : miner.peerId(),
        miner == null ? null : miner.sectorSize(),
        List.of(),
        transport(id),
        none,
        none,
        null,
        null,
        false,
        why,
        clock.instant());
  }
}
