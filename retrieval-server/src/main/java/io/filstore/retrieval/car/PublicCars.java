package io.filstore.retrieval.car;

import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.denylist.Denylist;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The CARs of public uploads. Whatever is told to the world about what is here comes from these; a
 * CAR that lies in a private upload as well is among them, as its bytes are public.
 */
@Component
public class PublicCars {

  private static final Logger LOG = LoggerFactory.getLogger(PublicCars.class);

  private final Pieces pieces;
  private final CarStore cars;
  private final Denylist denylist;

  PublicCars(Pieces pieces, CarStore cars, Denylist denylist) {
    this.pieces = pieces;
    this.cars = cars;
    this.denylist = denylist;
  }

  /**
   * Whether one of them is here and has a block with the CID's hash. Rows say where to look first,
   * the indexes alone say that it is so: a row of {@code entry} may be that of a private upload
   * which shares a piece with a public one. What is denied is as if it was not here.
   */
  public boolean hold(Cid cid) throws IOException {
    if (denylist.denies(cid)) {
      return false;
    }
    return anyHolds(pieces.carsHolding(cid.toV1().toString(), Audience.anyone()), cid)
        || anyHolds(pieces.cars(Audience.anyone()), cid);
  }

  private boolean anyHolds(List<Car> rows, Cid cid) throws IOException {
    for (Car row : rows) {
      if (!denylist.denies(row) && holds(row, cid)) {
        return true;
      }
    }
    return false;
  }

  /** What a damaged CAR holds cannot be said; others may hold it, too. */
  private boolean holds(Car row, Cid cid) throws IOException {
    try {
      return cars.holds(row, cid.multihash());
    } catch (DamagedContentException damage) {
      LOG.warn("{} is damaged and not searched: {}", row.blobName(), damage.getMessage());
      return false;
    }
  }
}
