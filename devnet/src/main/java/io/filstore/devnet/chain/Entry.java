package io.filstore.devnet.chain;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.List;

/** One line of the chain's journal. Replaying all of them gives the same chain again. */
sealed interface Entry {
  /** First line: the policy the network was made with. */
  record Genesis(Limits limits) implements Entry {}

  /** A miner actor with owner, worker and some escrow. */
  record NewMiner(long id) implements Entry {}

  /** A message was accepted into the mempool. */
  record Push(SignedMessage message) implements Entry {}

  /** The chain advanced to a height, one tipset after the other. */
  record Tick(long height) implements Entry {}

  /**
   * The faucet gave something away.
   *
   * @param atto attoFIL
   * @param dataCap bytes
   */
  record Grant(FilAddress to, BigInteger atto, BigInteger dataCap) implements Entry {}

  /** The next so many rounds have no tipset. */
  record NullRounds(int count) implements Entry {}

  /**
   * The last tipsets were replaced by as many others.
   *
   * @param depth number of tipsets
   * @param dropped messages that the new ones do not have, by the CID of the signed message
   */
  record Reorg(int depth, List<Cid> dropped) implements Entry {}

  /** A sector ended early, with its deals and claims. */
  record Terminate(long miner, long sector) implements Entry {}

  /** The proof of a sector was missed, or made good. */
  record SectorFault(long miner, long sector, boolean faulty) implements Entry {}

  /** Whether it is about a sector, which may not be there before its message has executed. */
  default boolean ofSector() {
    return this instanceof Terminate || this instanceof SectorFault;
  }
}
