package io.filstore.devnet.actors;

import io.filstore.devnet.actors.account.Accounts;
import io.filstore.devnet.actors.datacap.DataCapToken;
import io.filstore.devnet.actors.market.Market;
import io.filstore.devnet.actors.miner.Miners;
import io.filstore.devnet.actors.verifreg.Registry;
import io.filstore.filecoin.FilAddress;
import java.util.OptionalLong;

/**
 * The state of every actor at one point of the chain. A published state is never changed: who wants
 * to change something works on a {@link #copy()} and publishes that.
 */
public record WorldState(
    Accounts accounts, DataCapToken dataCap, Registry registry, Market market, Miners miners) {
  private static final long LAST_SINGLETON = 99;

  public static WorldState empty() {
    return new WorldState(
        new Accounts(), new DataCapToken(), new Registry(), new Market(), new Miners());
  }

  public WorldState copy() {
    return new WorldState(
        accounts.copy(), dataCap.copy(), registry.copy(), market.copy(), miners.copy());
  }

  /** Actor id of an address that has an actor. */
  public OptionalLong resolve(FilAddress address) {
    if (address.protocol() != FilAddress.Protocol.ID) {
      return accounts.find(address).stream().mapToLong(account -> account.id()).findFirst();
    }
    long id = address.actorId();
    boolean known =
        id <= LAST_SINGLETON || accounts.find(id).isPresent() || miners.find(id).isPresent();
    return known ? OptionalLong.of(id) : OptionalLong.empty();
  }
}
