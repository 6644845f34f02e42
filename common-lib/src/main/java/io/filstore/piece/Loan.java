package io.filstore.piece;

import java.util.List;

/**
 * An array that hashing still reads: it must stay as it is until {@link #settle()} has returned.
 * For the thread of its {@link CommP}.
 */
public final class Loan {

  /** Nothing is lent. */
  public static final Loan NONE = new Loan(List.of());

  private final List<TileTask> tiles;

  Loan(List<TileTask> tiles) {
    this.tiles = tiles;
  }

  /** Whether the array is free again already. */
  public boolean isSettled() {
    return tiles.stream().allMatch(TileTask::isDone);
  }

  /** Hashes what no other thread has begun and waits for the rest. */
  public void settle() {
    tiles.forEach(TileTask::run);
    tiles.forEach(TileTask::root);
  }
}
