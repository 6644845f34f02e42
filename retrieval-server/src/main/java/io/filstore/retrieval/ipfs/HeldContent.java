package io.filstore.retrieval.ipfs;

import io.filstore.car.IndexedCar;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.bytes.QuarantinedException;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.fallback.NoSourceException;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.BlockSource;
import io.filstore.unixfs.StoredBlock;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The CARs that hold a CID and what is below it, opened for one answer. A large upload lies in
 * several: what the CAR with its root lacks is looked for in the others, and what none that is here
 * has, with those who have copies of the ones that are gone. Not thread-safe.
 */
final class HeldContent implements BlockSource, AutoCloseable {

  private final OpenCars open;
  private final GoneCars gone;
  private final Denylist denylist;
  private final Optional<String> owner;
  private final Supplier<List<Car>> beside;
  private List<Car> cars;
  private boolean besideAsked;
  private int lastHit;
  private boolean missing;
  private boolean withheld;
  private @Nullable String quarantined;

  /**
   * @param denylist a block that it denies is refused, and a CAR is not read from
   * @param owner account whose upload lets it be read
   * @param cars where the CID asked for may be
   * @param beside CARs of the same uploads, asked for when a block is in none of those; in the
   *     order in which a reader of the whole comes to need them
   */
  HeldContent(
      OpenCars open,
      GoneCars gone,
      Denylist denylist,
      Optional<String> owner,
      List<Car> cars,
      Supplier<List<Car>> beside) {
    this.open = open;
    this.gone = gone;
    this.denylist = denylist;
    this.owner = owner;
    this.cars = cars;
    this.beside = beside;
  }

  /** The account whose content it is. */
  Optional<String> owner() {
    return owner;
  }

  Blocks blocks() {
    return new Blocks(this);
  }

  /** Files and folders; it checks every block by itself. */
  UnixFsReader files() {
    return new UnixFsReader(this);
  }

  /** The CAR that had the block given last, for the log. */
  String car() {
    return cars.isEmpty() ? "identity" : cars.get(lastHit).blobName();
  }

  /**
   * A block, unverified; refused with 451 when it is denied, or in no CAR but denied ones, and with
   * 503 when it may be in a CAR that is damaged, or not here now.
   *
   * @throws NoSourceException when it is in one that is not, and nobody who was asked gave it
   */
  @Override
  public @Nullable StoredBlock stored(Cid cid) throws IOException {
    denylist.check(cid);
    StoredBlock block = search(cid, 0);
    if (block == null && !besideAsked) {
      besideAsked = true;
      int known = cars.size();
      cars = withThoseBeside();
      block = search(cid, known);
    }
    if (block == null && withheld) {
      throw denylist.refusal();
    }
    if (block == null) {
      byte[] fetched = gone.block(cid);
      block = fetched == null ? null : StoredBlock.of(fetched);
    }
    if (block == null && quarantined != null) {
      throw new QuarantinedException(quarantined);
    }
    if (block == null && (missing || gone.mayHoldIt())) {
      throw Problem.unavailable("A part of the content is known, but not here now.").exception();
    }
    return block;
  }

  @Override
  public byte @Nullable [] block(Cid cid) throws IOException {
    StoredBlock block = stored(cid);
    return block == null ? null : block.bytes();
  }

  private List<Car> withThoseBeside() {
    List<Car> all = new ArrayList<>(cars);
    beside.get().stream().filter(car -> !cars.contains(car)).forEach(all::add);
    return all;
  }

  /**
   * Looks where the last block was; then in the first CAR, which has the upper part of the tree;
   * then onwards from the last one, as content goes on in the next CAR.
   */
  private @Nullable StoredBlock search(Cid cid, int from) throws IOException {
    int count = cars.size();
    for (int i = 0; from < count && i < count + 2; i++) {
      int at = i == 0 ? lastHit : i == 1 ? 0 : (lastHit + i - 1) % count;
      StoredBlock block = at < from ? null : in(cars.get(at), cid);
      if (block != null) {
        lastHit = at;
        return block;
      }
    }
    return null;
  }

  private @Nullable StoredBlock in(Car row, Cid cid) throws IOException {
    if (row.isDamaged()) {
      quarantined = row.blobName();
      return null;
    }
    if (gone.has(row)) {
      return null;
    }
    Optional<IndexedCar> car = open.open(row);
    if (car.isEmpty()) {
      away(row);
      return null;
    }
    StoredBlock block = car.get().stored(cid);
    if (block == null || !denylist.denies(row)) {
      return block;
    }
    withheld = true;
    return null;
  }

  /** What is denied is asked of nobody else either. */
  private void away(Car row) {
    if (denylist.denies(row)) {
      missing = true;
    } else {
      gone.add(row);
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
