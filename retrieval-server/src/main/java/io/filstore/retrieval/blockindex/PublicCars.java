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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

  /** Some blocks, as that of the empty folder, are in very many CARs. */
  private static final int MOST_GONE = 16;

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
   * Which of them have a block.
   *
   * @param here one that is here; absent when none is
   * @param gone some that are not here any more, by the indexes that they left behind; empty when
   *     one is here
   */
  public record Holding(Optional<Car> here, List<Car> gone) {
    public static final Holding NONE = new Holding(Optional.empty(), List.of());

    /** Piece CIDs of all. */
    public List<String> pieces() {
      return Stream.concat(here.stream(), gone.stream()).map(Car::pieceCid).distinct().toList();
    }
  }

  /**
   * Those that have a block with the CID's hash. Rows say where to look first, the indexes alone
   * say that it is so: a row of {@code entry} may be that of a private upload which shares a piece
   * with a public one. What is denied is as if it was not here.
   */
  public Holding holding(Cid cid) throws IOException {
    if (denylist.denies(cid)) {
      return Holding.NONE;
    }
    for (Car row : pieces.carsHolding(cid.toV1().toString(), Audience.anyone())) {
      if (!denylist.denies(row) && holds(row, cid)) {
        return new Holding(Optional.of(row), List.of());
      }
    }
    List<Car> gone = new ArrayList<>();
    try {
      Optional<Car> here =
          index.holder(cid.multihash(), Audience.anyone(), denylist::denies, gone::add);
      return new Holding(here, here.isPresent() ? List.of() : allowed(gone));
    } catch (DamagedContentException damage) {
      LOG.warn("not all CARs could be searched: {}", damage.getMessage());
      return Holding.NONE;
    }
  }

  private List<Car> allowed(List<Car> gone) {
    return gone.stream().filter(row -> !denylist.denies(row)).limit(MOST_GONE).toList();
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
