package io.filstore.retrieval.blockindex;

import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.denylist.Denylist;
import java.io.IOException;
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
  private final BlockIndex index;
  private final Denylist denylist;
  private final Suspects suspects;

  PublicCars(Pieces pieces, CarStore cars, BlockIndex index, Denylist denylist, Suspects suspects) {
    this.pieces = pieces;
    this.cars = cars;
    this.index = index;
    this.denylist = denylist;
    this.suspects = suspects;
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
    for (Car row : pieces.carsHolding(cid.toV1().toString(), Audience.anyone())) {
      if (!denylist.denies(row) && holds(row, cid)) {
        return true;
      }
    }
    try {
      return index.holder(cid.multihash(), Audience.anyone(), denylist::denies).isPresent();
    } catch (DamagedContentException damage) {
      LOG.warn("not all CARs could be searched: {}", damage.getMessage());
      return false;
    }
  }

  /** What a damaged CAR holds cannot be said; others may hold it, too. */
  private boolean holds(Car row, Cid cid) throws IOException {
    try {
      return !row.isDamaged() && cars.holds(row, cid.multihash());
    } catch (DamagedContentException damage) {
      suspects.report(damage);
      LOG.warn("{} is damaged and not searched: {}", row.blobName(), damage.getMessage());
      return false;
    }
  }
}
