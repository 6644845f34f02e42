package io.filstore.devnet.actors.miner;

/**
 * A miner actor.
 *
 * @param id actor id, f01000 onwards
 * @param owner actor id of the owner's account
 * @param worker actor id of the worker's account, which sends the messages
 * @param sectorSize bytes
 * @param nextSector number of the next sector
 */
public record Miner(long id, long owner, long worker, long sectorSize, long nextSector) {
  Miner withNextSector(long next) {
    return new Miner(id, owner, worker, sectorSize, next);
  }
}
