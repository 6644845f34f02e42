package io.filstore.retrieval.car;

import io.filstore.car.CarIndex;
import io.filstore.car.IndexedCar;
import io.filstore.db.denylist.DoubleHashes;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.problem.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Refuses whole CARs in which something is denied, before their first byte. */
@Component
public class CleanCars {

  private static final int REMEMBERED = 10_000;

  private final Denylist denylist;
  private final CarStore cars;
  private final Map<String, Long> clean = new LinkedHashMap<>(16, 0.75f, true);

  CleanCars(Denylist denylist, CarStore cars) {
    this.denylist = denylist;
    this.cars = cars;
  }

  /**
   * Refuses with 451 a CAR of which the root, the piece or any block is denied, with 503 one whose
   * index is not here. A CAR is searched once for each version of the denylist.
   */
  public void check(Car row) throws IOException {
    if (denylist.denies(row)) {
      throw denylist.refusal();
    }
    Denylist.Denied denied = denylist.now();
    if (denied.isEmpty() || isKnown(row, denied.version())) {
      return;
    }
    CarIndex sections = cars.sections(row).orElseThrow(CleanCars::cannotLook);
    for (Multihash hash : denied.hashes()) {
      if (sections.find(hash).isPresent()) {
        throw denylist.refusal();
      }
    }
    if (!denied.doubles().isEmpty()) {
      requireNone(denied.doubles(), row);
    }
    remember(row, denied.version());
  }

  private void requireNone(DoubleHashes doubles, Car row) throws IOException {
    try (IndexedCar blocks = cars.open(row).orElseThrow(CleanCars::cannotLook)) {
      for (long number = 0; number < blocks.size(); number++) {
        if (doubles.deny(blocks.multihash(number))) {
          throw denylist.refusal();
        }
      }
    }
  }

  private static RuntimeException cannotLook() {
    return Problem.unavailable("The piece is known, but cannot be looked into now.").exception();
  }

  private synchronized boolean isKnown(Car row, long version) {
    Long seen = clean.get(row.pieceCid());
    return seen != null && seen == version;
  }

  private synchronized void remember(Car row, long version) {
    clean.put(row.pieceCid(), version);
    if (clean.size() > REMEMBERED) {
      clean.remove(clean.keySet().iterator().next());
    }
  }
}
