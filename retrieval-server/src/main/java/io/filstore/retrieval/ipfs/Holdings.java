package io.filstore.retrieval.ipfs;

import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.access.Reader;
import io.filstore.retrieval.blockindex.BlockIndex;
import io.filstore.retrieval.bytes.QuarantinedException;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the CARs that hold a CID among those the reader may see: roots, files and folders by their
 * rows, any other block by the block index. What is below may lie in other CARs of the reader's
 * uploads ({@link HeldContent}).
 */
@Component
class Holdings {

  private final Pieces pieces;
  private final CarStore cars;
  private final BlockIndex index;
  private final Denylist denylist;

  Holdings(Pieces pieces, CarStore cars, BlockIndex index, Denylist denylist) {
    this.pieces = pieces;
    this.cars = cars;
    this.index = index;
    this.denylist = denylist;
  }

  /**
   * Opens the content; empty when it is in none of the CARs, refused with 451 when it is denied or
   * in no CAR but denied ones, with 503 when those CARs are damaged, or not here now.
   */
  Optional<HeldContent> open(Reader reader, Cid cid) throws IOException {
    if (cid.multihash().code() == Multihash.IDENTITY) {
      throw new IllegalArgumentException("an identity CID is held by nobody");
    }
    denylist.check(cid);
    List<Car> known = pieces.carsHolding(cid.toV1().toString(), reader.audience());
    List<Car> here = new ArrayList<>();
    Optional<Car> damaged = known.stream().filter(Car::isDamaged).findFirst();
    for (Car row : known) {
      if (!row.isDamaged() && cars.indexIfHere(row).isPresent()) {
        here.add(row);
      }
    }
    if (!here.isEmpty()) {
      return Optional.of(held(reader, here));
    }
    List<Car> withheld = new ArrayList<>();
    Optional<Car> holder =
        index.holder(
            cid.multihash(), reader.audience(), row -> denylist.denies(row) && withheld.add(row));
    if (holder.isPresent()) {
      return Optional.of(held(reader, List.of(holder.get())));
    }
    if (!withheld.isEmpty()) {
      throw denylist.refusal();
    }
    if (damaged.isPresent()) {
      throw new QuarantinedException(damaged.get().blobName());
    }
    if (!known.isEmpty()) {
      throw Problem.unavailable("The content is known, but its bytes are not here now.")
          .exception();
    }
    return Optional.empty();
  }

  /** No CAR at all: enough for CIDs that carry their block. */
  HeldContent nothing() {
    return new HeldContent(new OpenCars(cars), denylist, Optional.empty(), List.of(), List::of);
  }

  private HeldContent held(Reader reader, List<Car> here) {
    List<String> among = here.stream().map(Car::pieceCid).toList();
    return new HeldContent(
        new OpenCars(cars),
        denylist,
        pieces.owner(among, reader.audience()),
        here,
        () -> pieces.carsBeside(among, reader.audience()));
  }
}
