package io.filstore.retrieval.publish;

import io.filstore.car.IndexedCar;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.denylist.Denylist.Denied;
import io.filstore.retrieval.publish.Chain.End;
import io.filstore.retrieval.publish.Listings.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings what the chain says to what is so: CARs of public uploads that are here and not denied are
 * listed without their denied blocks, others are taken back. Each advertisement is one transaction
 * with its entries, the listing that it changes and the new head, so whoever dies leaves a whole
 * chain, and whoever comes second finds nothing left to say. One run at a time in a process;
 * several processes take turns.
 */
final class Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** A damaged CAR is read again after this time. */
  private static final Duration DAMAGE_REST = Duration.ofHours(1);

  /** What is to be taken back waits for no more than these. */
  private static final int MOST_AT_ONCE = 100;

  private final Chain chain;
  private final Listings listings;
  private final Statements statements;
  private final Pieces pieces;
  private final CarStore cars;
  private final Predicate<Car> denied;
  private final LeftOut leftOut;
  private final TransactionTemplate transactions;
  private final int perChunk;
  private final Clock clock;
  private final Map<String, Instant> damaged = new HashMap<>();

  /**
   * @param denied whether a CAR must not be had, and so not be told of
   * @param leftOut which blocks of the others are not told of
   * @param perChunk entries in a chunk
   */
  Publisher(
      Statements statements,
      Chain chain,
      Listings listings,
      Pieces pieces,
      CarStore cars,
      Predicate<Car> denied,
      LeftOut leftOut,
      TransactionTemplate transactions,
      int perChunk,
      Clock clock) {
    this.chain = chain;
    this.listings = listings;
    this.statements = statements;
    this.pieces = pieces;
    this.cars = cars;
    this.denied = denied;
    this.leftOut = leftOut;
    this.transactions = transactions;
    this.perChunk = perChunk;
    this.clock = clock;
  }

  /** Says what there is to say, removals first. */
  synchronized void run() throws IOException {
    chain.begin();
    damaged.values().removeIf(until -> until.isBefore(clock.instant()));
    listings.publicNoMore().forEach(listing -> inTurn(end -> takeBackHidden(end, listing)));
    for (Car car : listings.cars()) {
      if (denied.test(car) || isGone(car) || leftOut.isOther(car)) {
        inTurn(end -> listings.find(car.pieceCid()).ifPresent(it -> statements.takeBack(end, it)));
      }
    }
    inTurn(statements::where);
    listings.otherThan(Statements.metadata()).forEach(old -> inTurn(end -> update(end, old)));
    listUnlisted();
  }

  /** Nothing is said while somebody else does; it is looked at again in the next run. */
  private void inTurn(Consumer<End> statement) {
    transactions.executeWithoutResult(status -> chain.lock().ifPresent(statement));
  }

  private void takeBackHidden(End end, Listing listing) {
    if (listings.find(listing.pieceCid()).isPresent() && !listings.isPublic(listing)) {
      statements.takeBack(end, listing);
    }
  }

  private void update(End end, Listing old) {
    if (listings.find(old.pieceCid()).isPresent()) {
      statements.update(end, new Listing(old.pieceCid(), old.pieceCidV2(), Statements.metadata()));
    }
  }

  private void listUnlisted() throws IOException {
    int listed = 0;
    for (Car car : listings.unlisted()) {
      if (listed < MOST_AT_ONCE && maySay(car) && isReadable(car)) {
        list(car);
        listed++;
      }
    }
  }

  private boolean maySay(Car car) {
    return !damaged.containsKey(car.pieceCid()) && !denied.test(car);
  }

  private void list(Car car) {
    Piece piece = pieces.find(car.pieceCid()).orElseThrow();
    Listing listing = new Listing(piece.pieceCid(), piece.pieceCidV2(), Statements.metadata());
    try {
      inTurn(end -> {
        if (listings.find(piece.pieceCid()).isEmpty()
            && listings.isPublic(listing)
            && !denied.test(car)) {
          Denied now = leftOut.denied();
          statements.list(end, listing, entries(car, now));
          leftOut.note(car, now);
        }
      });
    } catch (FormatException damage) {
      LOG.error("{} is damaged and not published", car.blobName(), damage);
      damaged.put(car.pieceCid(), clock.instant().plus(DAMAGE_REST));
    }
  }

  private Cid entries(Car car, Denied now) {
    Path index = cars.index(car).orElseThrow();
    try (IndexedCar blocks = IndexedCar.open(index.resolveSibling(car.blobName()), index)) {
      return Entries.write(blocks, now::has, perChunk, chain::put);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A damaged CAR is not gone: it may be mended. */
  private boolean isGone(Car car) throws IOException {
    try {
      return cars.indexIfHere(car).isEmpty();
    } catch (DamagedContentException damage) {
      return false;
    }
  }

  private boolean isReadable(Car car) throws IOException {
    try {
      return !car.isDamaged() && cars.indexIfHere(car).isPresent();
    } catch (DamagedContentException damage) {
      return false;
    }
  }
}
