package io.filstore.scheduler.provider;

import io.filstore.client.chain.MinerInfo;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.filecoin.mk12.StorageAsk;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A provider's HTTP market at the address that it wrote onto the chain. */
public final class PublicMarket {

  /** Two billion FIL, which is all there will be, in attoFIL. */
  private static final int MAX_PRICE_BITS = 91;

  private final CurioMk20Transport mk20;
  private final CurioMk12Transport mk12;
  private final ProviderAddresses addresses;
  private final String source;

  /**
   * All of them.
   *
   * @param source how a provider has to take data for ddo deals, {@code http} or {@code offline}
   */
  public PublicMarket(
      CurioMk20Transport mk20,
      CurioMk12Transport mk12,
      ProviderAddresses addresses,
      String source) {
    this.mk20 = mk20;
    this.mk12 = mk12;
    this.addresses = addresses;
    this.source = source;
  }

  /** What the provider says to this client. */
  MarketAnswer ask(String id, MinerInfo miner, Signer key) {
    Optional<URI> base = ProviderAddresses.baseUrl(miner);
    if (base.isEmpty()) {
      return new MarketAnswer.No(
          "its addresses on the chain name no HTTP server: " + miner.multiaddrs());
    }
    try {
      addresses.check(base.get());
    } catch (UnknownHostException e) {
      return new MarketAnswer.No(String.valueOf(e.getMessage()));
    }
    return ask(id, base.get(), key);
  }

  private MarketAnswer ask(String id, URI base, Signer key) {
    Set<String> products = mk20.products(base, key).orElse(Set.of());
    Set<String> sources = products.isEmpty() ? Set.of() : mk20.sources(base, key).orElse(Set.of());
    Optional<StorageAsk> ask =
        mk12.ask(base, FilAddress.parse(id)).filter(PublicMarket::isPlausible);
    List<String> kinds = new ArrayList<>();
    if (products.contains("ddo_v1") && sources.contains(source)) {
      kinds.add("ddo");
    }
    if (ask.isPresent()) {
      kinds.add("mk12");
    }
    return kinds.isEmpty()
        ? new MarketAnswer.No(
            base + " answers neither MK20 with ddo_v1 over " + source + " nor MK12 with an ask")
        : new MarketAnswer.Offers(kinds, ask);
  }

  /** Prices that nobody could pay, or that pay us, and sizes below nothing are no ask. */
  static boolean isPlausible(StorageAsk ask) {
    return Stream.of(ask.price(), ask.verifiedPrice())
            .map(AttoFil::atto)
            .allMatch(atto -> atto.signum() >= 0 && atto.bitLength() <= MAX_PRICE_BITS)
        && ask.minPieceSize() >= 0
        && ask.maxPieceSize() >= 0;
  }
}
