package io.filstore.scheduler.discovery;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.MinerInfo;
import io.filstore.client.chain.MinerPower;
import io.filstore.db.chain.Provider;
import io.filstore.db.discovery.DiscoveredProvider;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.scheduler.provider.ProviderDirectory;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the chain for a miner's power, for its address if it has any, and the provider there for its
 * terms.
 */
final class LookAtMiner {
  private static final int MAX_TEXT = 500;

  private final Chain chain;
  private final ProviderDirectory directory;
  private final Supplier<Signer> key;
  private final Clock clock;

  LookAtMiner(Chain chain, ProviderDirectory directory, Supplier<Signer> key, Clock clock) {
    this.chain = chain;
    this.directory = directory;
    this.key = key;
    this.clock = clock;
  }

  /**
   * One miner.
   *
   * @throws ChainError when the node does not answer such questions at all
   */
  Finding at(FilAddress miner) {
    String id = miner.toString();
    try {
      MinerPower power = chain.minerPower(miner);
      return power.isNone()
          ? new Finding.Powerless(id)
          : new Finding.Found(found(id, power, chain.minerInfo(miner)));
    } catch (ChainError e) {
      if (e.saysUnsupported()) {
        throw e;
      }
      boolean gone = e.code() == ChainError.ACTOR_NOT_FOUND || e.says("actor not found");
      return gone ? new Finding.Powerless(id) : new Finding.Unread(id);
    }
  }

  private DiscoveredProvider found(String id, MinerPower power, MinerInfo miner) {
    Provider provider = directory.look(id, miner, key.get());
    Instant now = clock.instant();
    return new DiscoveredProvider(
        id,
        power.rawBytes(),
        power.qualityAdjusted(),
        miner.owner().toString(),
        miner.sectorSize(),
        provider.baseUrl(),
        provider.products(),
        provider.askPriceAtto(),
        provider.askVerifiedPriceAtto(),
        provider.minPieceSize(),
        provider.maxPieceSize(),
        provider.products().isEmpty() ? shown(provider.lastError()) : null,
        now,
        now);
  }

  /** Fit for a row and a page: what others wrote is cut, and without control characters. */
  static String shown(@Nullable String text) {
    String clean = String.valueOf(text).replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
  }
}
