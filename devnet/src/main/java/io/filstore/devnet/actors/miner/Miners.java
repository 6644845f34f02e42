package io.filstore.devnet.actors.miner;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every miner actor and its sectors. */
public final class Miners {
  private record SectorKey(long miner, long number) {}

  private final TreeMap<Long, Miner> byId;
  private final Map<SectorKey, Sector> sectors;

  public Miners() {
    this(new TreeMap<>(), new HashMap<>());
  }

  private Miners(TreeMap<Long, Miner> byId, Map<SectorKey, Sector> sectors) {
    this.byId = byId;
    this.sectors = sectors;
  }

  public Miners copy() {
    return new Miners(new TreeMap<>(byId), new HashMap<>(sectors));
  }

  public void create(Miner miner) {
    byId.put(miner.id(), miner);
  }

  public Optional<Miner> find(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Collection<Miner> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** Live sectors of all miners. */
  public Collection<Sector> sectors() {
    return Collections.unmodifiableCollection(sectors.values());
  }

  public Optional<Sector> sector(long miner, long number) {
    return Optional.ofNullable(sectors.get(new SectorKey(miner, number)));
  }

  /** Takes the next sector number of a miner. */
  public long takeSectorNumber(Miner miner) {
    byId.put(miner.id(), miner.withNextSector(miner.nextSector() + 1));
    return miner.nextSector();
  }

  public void add(Sector sector) {
    sectors.put(new SectorKey(sector.miner(), sector.number()), sector);
  }

  public void remove(Sector sector) {
    sectors.remove(new SectorKey(sector.miner(), sector.number()));
  }
}
