package io.filstore.retrieval.ipfs;

import io.filstore.car.IndexedCar;
import io.filstore.db.piece.Car;
import io.filstore.retrieval.car.CarStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;

/** CARs that are open for one answer; those used last, for an upload may have thousands. */
final class OpenCars implements AutoCloseable {

  private static final int MOST = 8;

  private final CarStore store;
  private final LinkedHashMap<String, IndexedCar> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenCars(CarStore store) {
    this.store = store;
  }

  /** The CAR, or empty when it is not here. */
  Optional<IndexedCar> open(Car row) throws IOException {
    IndexedCar known = open.get(row.id());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<IndexedCar> car = store.open(row);
    if (car.isPresent()) {
      if (open.size() == MOST) {
        open.pollFirstEntry().getValue().close();
      }
      open.put(row.id(), car.get());
    }
    return car;
  }

  @Override
  public void close() throws IOException {
    for (IndexedCar car : open.values()) {
      car.close();
    }
  }
}
