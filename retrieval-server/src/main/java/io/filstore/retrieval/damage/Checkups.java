package io.filstore.retrieval.damage;

import io.filstore.db.piece.Car;
import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.Pieces;
import io.filstore.pack.PieceCheck;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads suspects once more, as a whole: what failed on its way out may have been the way, or
 * content that was stored like that. Only a CAR whose bytes have another piece CID now, or whose
 * index does not fit it, is put into quarantine. One at a time; one that is sound is left in peace
 * for a while, so that nobody can have it read again and again.
 */
final class Checkups {

  private static final Logger LOG = LoggerFactory.getLogger(Checkups.class);
  private static final Duration PEACE = Duration.ofHours(1);

  private final Suspects suspects;
  private final Pieces pieces;
  private final CarStore cars;
  private final DamagedCars damaged;
  private final Catalogue catalogue;
  private final Clock clock;
  private final Map<String, Instant> sound = new HashMap<>();

  Checkups(
      Suspects suspects,
      Pieces pieces,
      CarStore cars,
      DamagedCars damaged,
      Catalogue catalogue,
      Clock clock) {
    this.suspects = suspects;
    this.pieces = pieces;
    this.cars = cars;
    this.damaged = damaged;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /** Looks at everything that was reported since the last time. */
  synchronized void run() {
    sound.values().removeIf(since -> since.plus(PEACE).isBefore(clock.instant()));
    for (String blobName : suspects.take()) {
      if (!sound.containsKey(blobName)) {
        pieces.carOfBlob(blobName).filter(row -> !row.isDamaged()).ifPresent(this::look);
      }
    }
  }

  private void look(Car row) {
    try {
      Optional<String> damage = damage(row);
      if (damage.isEmpty()) {
        LOG.warn("{} was suspected and is sound", row.blobName());
        sound.put(row.blobName(), clock.instant());
      } else if (damaged.quarantine(row.pieceCid(), damage.get())) {
        catalogue.forget();
        LOG.error("{} is in quarantine: {}", row.blobName(), damage.get());
      }
    } catch (IOException unreadable) {
      // Says nothing about the bytes; whoever asks for them next names the CAR again.
      LOG.error("{} could not be read: {}", row.blobName(), unreadable.toString());
    }
  }

  /** What is not here is not damaged: it is known, and not reachable now. */
  private Optional<String> damage(Car row) throws IOException {
    Optional<Path> car = cars.file(row);
    Optional<Path> index = cars.index(row);
    if (car.isEmpty() || index.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> damage = PieceCheck.damageOfCar(car.get(), row.pieceCid(), row.rawSize());
    return damage.isPresent() ? damage : PieceCheck.damageOfIndex(car.get(), index.get());
  }
}
