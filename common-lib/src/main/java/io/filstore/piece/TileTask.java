package io.filstore.piece;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hashing one full tile, by whichever thread comes first. */
final class TileTask extends FutureTask<byte[]> {

  private final AtomicBoolean begun = new AtomicBoolean();
  private final byte[] payload;
  private boolean ownBuffer;

  TileTask(byte[] payload, int offset, Queue<Tile> idle) {
    super(() -> hash(payload, offset, idle));
    this.payload = payload;
  }

  /** Hashes it unless a thread has begun that; says whether it did. */
  boolean begin() {
    boolean first = begun.compareAndSet(false, true);
    if (first) {
      super.run();
    }
    return first;
  }

  @Override
  public void run() {
    begin();
  }

  /** Says that the payload lies in a buffer of the commitment, to be filled again. */
  void ownBuffer() {
    ownBuffer = true;
  }

  /** The buffer to be filled again. */
  Optional<byte[]> buffer() {
    return ownBuffer ? Optional.of(payload) : Optional.empty();
  }

  private static byte[] hash(byte[] payload, int offset, Queue<Tile> idle) {
    Tile idling = idle.poll();
    Tile tile = idling == null ? new Tile() : idling;
    byte[] root = tile.root(payload, offset);
    idle.add(tile);
    return root;
  }

  /** The root, waited for. */
  byte[] root() {
    try {
      return get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing a piece", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing a part of the piece failed", e.getCause());
    }
  }
}
