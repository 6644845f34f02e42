package io.filstore.retrieval.ipfs;

import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.access.Reader;
import io.filstore.retrieval.blockindex.BlockIndex;
import io.filstore.retrieval.bytes.QuarantinedException;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.fallback.Fallback;
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
  private final Catalogue catalogue;
  private final CarStore cars;
  private final BlockIndex index;
  private final Denylist denylist;
  private final Fallback fallback;

  Holdings(
      Pieces pieces,
      Catalogue catalogue,
      CarStore cars,
      BlockIndex index,
      Denylist denylist,
      Fallback fallback) {
    this.pieces = pieces;
    this.catalogue = catalogue;
    this.cars = cars;
    this.index = index;
    this.denylist = denylist;
    this.fallback = fallback;
  }

  /**
   * CARs that should have it.
   *
   * @param gone those that are not here now; looked for only while there is none that is
   */
  private record Found(List<Car> here, List<Car> gone) {}

  /**
   * Opens the content; empty when it is in none of the CARs, refused with 451 when it is denied or
   * in no CAR but denied ones, with 503 when those CARs are damaged, or not here now and nobody
   * else is ever asked.
   */
  Optional<HeldContent> open(Reader reader, Cid cid) throws IOException {
    Found found = find(reader, cid);
    if (!found.here().isEmpty()) {
      return Optional.of(held(reader, found.here()));
    }
    if (found.gone().isEmpty()) {
      return Optional.empty();
    }
    if (!fallback.isOn()) {
      throw notHere();
    }
    return Optional.of(held(reader, found.gone()));
  }

  /**
   * As {@link #open}, for the block of the CID and nothing below it, for which any CAR will do that
   * has it.
   */
  Optional<HeldContent> openBlock(Reader reader, Cid cid) throws IOException {
    denylist.check(cid);
    Optional<Car> holder = index.quickly(cid.multihash(), reader.audience(), denylist::denies);
    return holder.isPresent()
        ? Optional.of(held(reader, List.of(holder.get())))
        : open(reader, cid);
  }

  /** As {@link #open}, of CARs that are here alone. */
  Optional<HeldContent> openHere(Reader reader, Cid cid) throws IOException {
    List<Car> here = find(reader, cid).here();
    return here.isEmpty() ? Optional.empty() : Optional.of(held(reader, here));
  }

  private Found find(Reader reader, Cid cid) throws IOException {
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
      return new Found(here, List.of());
    }
    List<Car> withheld = new ArrayList<>();
    List<Car> gone = new ArrayList<>();
    Optional<Car> holder =
        index.holder(
            cid.multihash(),
            reader.audience(),
            row -> denylist.denies(row) && withheld.add(row),
            gone::add);
    if (holder.isPresent()) {
      return new Found(List.of(holder.get()), List.of());
    }
    if (!withheld.isEmpty()) {
      throw denylist.refusal();
    }
    if (damaged.isPresent()) {
      throw new QuarantinedException(damaged.get().blobName());
    }
    List<Car> away =
        (known.isEmpty() ? gone : known).stream().filter(row -> !denylist.denies(row)).toList();
    if (away.isEmpty() && !known.isEmpty()) {
      throw notHere();
    }
    return new Found(List.of(), away);
  }

  private static RuntimeException notHere() {
    return Problem.unavailable("The content is known, but its bytes are not here now.").exception();
  }

  /** No CAR at all: enough for CIDs that carry their block. */
  HeldContent nothing() {
    return new HeldContent(
        new OpenCars(cars),
        new GoneCars(cars, fallback),
        denylist,
        Optional.empty(),
        List.of(),
        List::of);
  }

  private HeldContent held(Reader reader, List<Car> here) {
    List<String> among = here.stream().map(Car::pieceCid).toList();
    return new HeldContent(
        new OpenCars(cars),
        new GoneCars(cars, fallback),
        denylist,
        catalogue.owner(among, reader.audience()),
        here,
        () -> pieces.carsBeside(among, reader.audience()));
  }
}
