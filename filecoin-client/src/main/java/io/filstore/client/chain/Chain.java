package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What services ask of a Filecoin chain. Every method may throw {@link ChainUnavailable} (nobody
 * answered; ask again later) or {@link ChainError} (the node answered with an error). Reads without
 * a {@link TipsetKey} are made at the current head. Thread safe.
 */
public interface Chain {

  /** The current head. */
  Tipset head();

  /** The newest tipset that can no longer be reverted (FRC-0104). */
  Tipset finalized();

  /**
   * The tipset of that height in the chain below another tipset; the one before it when the height
   * has none.
   */
  Tipset tipsetAt(Epoch height, TipsetKey below);

  /** Genesis time and block delay, asked once from the node and then remembered. */
  ChainClock clock();

  /**
   * The node's own network name; mainnet says {@code testnetnet}, calibration {@code
   * calibrationnet}.
   */
  String networkName();

  /** The miner actor's entry; a {@link ChainError} when there is no such actor. */
  MinerInfo minerInfo(FilAddress miner);

  /** All miner actors, most of which have no power. Large: mainnet's answer has some 8 MB. */
  MinerSet miners();

  /** What a miner has proven; none for a miner actor that has proven nothing. */
  MinerPower minerPower(FilAddress miner);

  /** The sectors of a miner whose last proof is missing. */
  SectorSet faultySectors(FilAddress miner, TipsetKey at);

  /** Whether the sector is there: neither terminated nor expired. It may be faulty. */
  boolean sectorLives(FilAddress miner, long sector, TipsetKey at);

  /** DataCap in bytes; empty when the address has none or no actor. */
  Optional<BigInteger> verifiedClientStatus(FilAddress client);

  /** Escrow in f05; zero when the address is unknown to the chain. */
  MarketBalance marketBalance(FilAddress party);

  /** Provider collateral of an f05 deal of this size. The verified flag does not change it. */
  CollateralBounds collateralBounds(PaddedPieceSize size, boolean verified);

  /**
   * The market's record of one deal; empty when the market does not hold it (not yet, or no
   * longer).
   */
  Optional<MarketDeal> storageDeal(long dealId, TipsetKey at);

  default Optional<MarketDeal> storageDeal(long dealId) {
    return storageDeal(dealId, TipsetKey.HEAD);
  }

  /**
   * Streams every f05 deal of the given clients (f0 addresses) to {@code sink} in constant memory.
   * Absence means nothing until this returns normally: a broken stream has delivered some deals
   * before it throws.
   */
  MarketDealsRead streamMarketDeals(Set<FilAddress> clients, Consumer<MarketDeal> sink);

  /**
   * Whether f05 holds a proposal that was published and is not settled yet, by the CID of its form
   * with id addresses.
   *
   * @throws ChainError where the endpoint does not tell, as on public gateways
   */
  boolean proposalPending(Cid proposal);

  /**
   * The f05 deals that were published between two parties (f0 addresses) in messages of the given
   * heights, from the events of the chain; which endpoints keep them differs.
   *
   * @throws ChainError where the endpoint has no events
   */
  PublishedDeals publishedDeals(FilAddress client, FilAddress provider, Epoch from, Epoch to);

  /**
   * What f05 and f06 told of the clients' deals, allocations and claims in tipsets of these
   * heights, both included; in the node's order. The state shows it from the tipset after that
   * height on.
   *
   * @param clients f0 addresses, at least one
   * @throws ChainError that {@linkplain ChainError#saysUnsupported says so} when the node keeps no
   *     events; another one when the range is longer or older than it allows
   */
  List<ActorEvent> actorEvents(Set<FilAddress> clients, long from, long to);

  /** One unclaimed allocation; empty when it was claimed, has been removed, or never was. */
  Optional<Allocation> allocation(FilAddress client, long allocationId, TipsetKey at);

  default Optional<Allocation> allocation(FilAddress client, long allocationId) {
    return allocation(client, allocationId, TipsetKey.HEAD);
  }

  /** All unclaimed allocations of a client by id. */
  Map<Long, Allocation> allocations(FilAddress client);

  /** The claim that an allocation became; claim ids are allocation ids. */
  Optional<Claim> claim(FilAddress provider, long claimId, TipsetKey at);

  default Optional<Claim> claim(FilAddress provider, long claimId) {
    return claim(provider, claimId, TipsetKey.HEAD);
  }

  /** All claims of a provider by id. Large for a large provider. */
  Map<Long, Claim> claims(FilAddress provider);

  /**
   * The receipt of an executed message, or of one that makes the same call with the same nonce at
   * another fee; empty while it is not found. Not found is no proof that it never ran: gateways
   * look back a few epochs only.
   *
   * @throws ChainError that {@linkplain ChainError#saysNonceTaken says so} when another call was
   *     executed with the message's nonce
   */
  Optional<MessageReceipt> searchMessage(Cid message);

  /** The nonce that the sender's next message has in the state of a tipset, the pool left out. */
  long executedNonce(FilAddress sender, TipsetKey at);

  /**
   * Puts a signed message into the node's message pool. Pushing identical bytes again is harmless.
   */
  Cid push(SignedMessage message);

  /** The next nonce of the address, messages waiting in the pool included. */
  long nonce(FilAddress sender);

  /**
   * The message with gas limit, fee cap and premium filled in. A message that would fail is a
   * {@link ChainError}.
   */
  Message estimateGas(Message message);

  /** The f0 form of an address; empty when it has never been used on chain. */
  Optional<FilAddress> lookupId(FilAddress address);

  /** The number of the protocol's version at the head: it grows with each network upgrade. */
  int networkVersion();

  /**
   * What a provider would pledge today for one new sector: an estimate, the provider's own cost.
   *
   * @param lifetime of the sector, epochs
   * @param verifiedBytes of the sector that hold verified deals
   */
  AttoFil initialPledge(long lifetime, long sectorSize, long verifiedBytes);

  /** Spendable balance; zero when the address has never been used. */
  AttoFil balance(FilAddress address);
}
