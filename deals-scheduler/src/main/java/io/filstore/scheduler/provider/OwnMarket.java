package io.filstore.scheduler.provider;

import io.filstore.client.chain.MinerInfo;
import io.filstore.client.deal.OwnNode;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk12.StorageAsk;
import java.util.List;
import java.util.Optional;

/** The operator's own node in the place of a provider's public market. */
final class OwnMarket {

  private OwnMarket() {}

  /**
   * What the node can do for the provider.
   *
   * @param wallet the client, for which a Lotus node signs itself
   */
  static MarketAnswer ask(OwnNode node, FilAddress id, MinerInfo miner, FilAddress wallet) {
    return switch (node) {
      case OwnNode.Boost boost ->
          boost
              .transport()
              .unusable(boost.rpc(), id)
              .<MarketAnswer>map(MarketAnswer.No::new)
              .orElseGet(() -> new MarketAnswer.Offers(List.of("ddo"), Optional.empty()));
      case OwnNode.Lotus lotus ->
          lotus
              .transport()
              .unusable(lotus.rpc())
              .or(() -> lotus.transport().refuses(lotus.rpc(), wallet))
              .<MarketAnswer>map(MarketAnswer.No::new)
              .orElseGet(() -> new MarketAnswer.Offers(List.of("mk12"), ask(lotus, id, miner)));
    };
  }

  /** Without an ask the provider is offered nothing, and says itself what it wants. */
  private static Optional<StorageAsk> ask(OwnNode.Lotus lotus, FilAddress id, MinerInfo miner) {
    String peer = miner.peerId();
    return peer == null
        ? Optional.empty()
        : lotus.transport().ask(lotus.rpc(), peer, id).filter(PublicMarket::isPlausible);
  }
}
