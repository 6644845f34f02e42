package io.filstore.devnet.actors.market;

/**
 * State of a deal as the node shows it; -1 stands for "not yet".
 *
 * @param sector sector number, 0 before activation
 * @param sectorStart epoch of activation
 */
public record DealState(long sector, long sectorStart, long lastUpdated, long slash) {
  static final DealState PUBLISHED = new DealState(0, -1, -1, -1);

  static DealState active(long sector, long epoch) {
    return new DealState(sector, epoch, -1, -1);
  }

  public boolean isActive() {
    return sectorStart >= 0;
  }
}
