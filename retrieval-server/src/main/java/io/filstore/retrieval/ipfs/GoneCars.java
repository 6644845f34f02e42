package io.filstore.retrieval.ipfs;

import io.filstore.car.CarIndex;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.fallback.Fallback;
import io.filstore.retrieval.fallback.NoSourceException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The CARs of one answer that are not here any more. What lies in them comes from those who have a
 * copy; their indexes, where they are still here, say what that is. Not thread-safe.
 */
final class GoneCars {
  /** A section above that is refused, as go-car does. */
  private static final int MAX_BLOCK = 8 << 20;

  private final CarStore store;
  private final Fallback fallback;

  /** The one that had the last block comes first. */
  private final SequencedSet<Car> gone = new LinkedHashSet<>();

  private boolean mayHoldMore;

  /** A root is looked at, and then sent. */
  private @Nullable Cid last;

  private byte[] lastBlock = new byte[0];

  GoneCars(CarStore store, Fallback fallback) {
    this.store = store;
    this.fallback = fallback;
  }

  void add(Car car) {
    gone.add(car);
  }

  boolean has(Car car) {
    return gone.contains(car);
  }

  /**
   * The block, verified; null when none of the CARs has it, or nobody can be asked for it.
   *
   * @throws NoSourceException when nobody who was asked gave it
   */
  byte @Nullable [] block(Cid cid) throws IOException {
    if (last != null && last.equals(cid)) {
      return lastBlock;
    }
    mayHoldMore = false;
    NoSourceException inVain = null;
    for (Car car : gone) {
      try {
        Optional<byte[]> block = block(car, cid);
        if (block.isPresent()) {
          gone.addFirst(car);
          last = cid;
          lastBlock = block.get();
          return block.get();
        }
      } catch (NoSourceException e) {
        inVain = e;
      }
    }
    if (inVain != null) {
      throw inVain;
    }
    return null;
  }

  /** Whether the block that was looked for last may be in one of them nevertheless. */
  boolean mayHoldIt() {
    return mayHoldMore;
  }

  private Optional<byte[]> block(Car car, Cid cid) throws IOException {
    Optional<CarIndex> index = store.sections(car);
    if (index.isEmpty()) {
      mayHoldMore = true;
      return fallback.block(car, null, cid);
    }
    Optional<CarIndex.Location> where = index.get().find(cid.multihash());
    if (where.isEmpty()) {
      return Optional.empty();
    }
    mayHoldMore = true;
    return fallback.block(car, possible(car, where.get()), cid);
  }

  /** A damaged index must not be taken for a lie of the provider. */
  private static CarIndex.Location possible(Car car, CarIndex.Location where)
      throws DamagedContentException {
    boolean possible =
        where.offset() >= 0
            && where.headLength() > 0
            && where.blockLength() >= 0
            && where.blockLength() <= MAX_BLOCK
            && where.offset() <= car.rawSize() - where.length();
    if (!possible) {
      throw new DamagedContentException(
          "the index of %s names an impossible section: %s".formatted(car.blobName(), where));
    }
    return where;
  }
}
