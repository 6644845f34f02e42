package io.filstore.retrieval.blockindex;

import io.filstore.car.CarIndex;
import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.blockindex.Indexer.Tail;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.bytes.QuarantinedException;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import io.filstore.retrieval.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the CAR that has a block. A question costs a few accesses to each run, of which there are
 * few, and one index of a CAR: that of the CAR which the runs name, as runs know 8 bytes of a hash
 * only. CARs that are in no run yet are asked themselves, up to {@value #MOST_ASKED}.
 */
public final class BlockIndex {

  private static final Logger LOG = LoggerFactory.getLogger(BlockIndex.class);

  /** CARs without a run that one question opens. */
  static final int MOST_ASKED = 64;

  /** Some blocks, as that of the empty folder, are in very many CARs. */
  private static final int ROWS = 256;

  private final Runs runs;
  private final Indexer indexer;
  private final Pieces pieces;
  private final Catalogue catalogue;
  private final CarStore cars;
  private final Suspects suspects;

  BlockIndex(
      Runs runs,
      Indexer indexer,
      Pieces pieces,
      Catalogue catalogue,
      CarStore cars,
      Suspects suspects) {
    this.runs = runs;
    this.indexer = indexer;
    this.pieces = pieces;
    this.catalogue = catalogue;
    this.cars = cars;
    this.suspects = suspects;
  }

  /**
   * A CAR that is here, has a block with this multihash and may be read by the audience. What
   * others have makes no difference to the answer.
   *
   * @param withheld asked of each CAR that has the block: whether another one is wanted
   * @throws DamagedContentException when there is none among those that can be read, and one that
   *     cannot
   * @throws QuarantinedException when only a CAR has it that is damaged
   */
  public Optional<Car> holder(Multihash hash, Audience audience, Predicate<Car> withheld)
      throws IOException {
    return holder(new Search(hash, withheld, null), hash, audience);
  }

  /**
   * As {@link #holder(Multihash, Audience, Predicate)}, telling also of CARs that have the block by
   * their indexes and are not here themselves.
   */
  public Optional<Car> holder(
      Multihash hash, Audience audience, Predicate<Car> withheld, Consumer<Car> gone)
      throws IOException {
    return holder(new Search(hash, withheld, gone), hash, audience);
  }

  /**
   * As {@link #holder(Multihash, Audience, Predicate)} among the CARs that are in a run alone:
   * quick to find most blocks, and no proof that one is not there.
   */
  public Optional<Car> quickly(Multihash hash, Audience audience, Predicate<Car> withheld)
      throws IOException {
    return named(new Search(hash, withheld, null), hash, audience);
  }

  private Optional<Car> named(Search search, Multihash hash, Audience audience) throws IOException {
    Iterator<String> named = runs.candidates(CarIndex.prefix(hash)).iterator();
    Optional<Car> found = Optional.empty();
    while (found.isEmpty() && named.hasNext()) {
      found = search.among(catalogue.cars(some(named), audience));
    }
    return found;
  }

  private Optional<Car> holder(Search search, Multihash hash, Audience audience)
      throws IOException {
    // In this order nothing is missed that becomes part of a run meanwhile.
    Tail tail = indexer.tail();
    Set<String> indexed = runs.cars();
    Optional<Car> named = named(search, hash, audience);
    if (named.isPresent()) {
      return named;
    }
    List<Car> outside = outside(tail, indexed, audience);
    Optional<Car> found = search.among(outside.stream().limit(MOST_ASKED).toList());
    if (found.isPresent()) {
      return found;
    }
    if (outside.size() > MOST_ASKED) {
      throw Problem.unavailable("Blocks that came lately are not all indexed yet; ask again soon.")
          .exception();
    }
    search.end();
    return Optional.empty();
  }

  private static List<String> some(Iterator<String> ids) {
    List<String> some = new ArrayList<>();
    while (some.size() < ROWS && ids.hasNext()) {
      some.add(ids.next());
    }
    return some;
  }

  private List<Car> outside(Tail tail, Set<String> indexed, Audience audience) {
    List<Car> outside = new ArrayList<>();
    if (!tail.ids().isEmpty()) {
      outside.addAll(pieces.cars(tail.ids(), audience));
    }
    for (Car row : pieces.carsSince(tail.since(), audience)) {
      if (!indexed.contains(row.id()) && !tail.ids().contains(row.id())) {
        outside.add(row);
      }
    }
    return outside;
  }

  private final class Search {
    private final Multihash hash;
    private final Predicate<Car> withheld;
    private final @Nullable Consumer<Car> gone;
    private boolean anyGone;
    private @Nullable DamagedContentException damage;

    Search(Multihash hash, Predicate<Car> withheld, @Nullable Consumer<Car> gone) {
      this.hash = hash;
      this.withheld = withheld;
      this.gone = gone;
    }

    Optional<Car> among(List<Car> rows) throws IOException {
      for (Car row : rows) {
        if (row.isDamaged()) {
          quarantined(row);
        } else if (holds(row)) {
          if (!withheld.test(row)) {
            return Optional.of(row);
          }
        } else if (gone != null) {
          tellIfGone(row, gone);
        }
      }
      return Optional.empty();
    }

    private void tellIfGone(Car row, Consumer<Car> to) throws IOException {
      try {
        if (cars.held(row, hash) && cars.find(row).isEmpty()) {
          anyGone = true;
          to.accept(row);
        }
      } catch (DamagedContentException unreadable) {
        LOG.debug("{} cannot be read, nor its index", row.blobName(), unreadable);
      }
    }

    private boolean holds(Car row) throws IOException {
      try {
        return cars.holds(row, hash);
      } catch (DamagedContentException unreadable) {
        suspects.report(unreadable);
        damage = damage == null ? unreadable : damage;
        return false;
      }
    }

    /** One whose index cannot be read either may have it. */
    private void quarantined(Car row) throws IOException {
      try {
        if (!cars.held(row, hash)) {
          return;
        }
      } catch (DamagedContentException unreadable) {
        LOG.debug("nor can the index of {} be read", row.blobName(), unreadable);
      }
      damage = new QuarantinedException(row.blobName());
    }

    void end() throws DamagedContentException {
      if (damage != null && !anyGone) {
        throw damage;
      }
    }
  }
}
