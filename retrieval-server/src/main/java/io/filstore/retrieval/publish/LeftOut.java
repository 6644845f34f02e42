package io.filstore.retrieval.publish;

import io.filstore.car.CarIndex;
import io.filstore.car.IndexedCar;
import io.filstore.db.piece.Car;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.denylist.Denylist.Denied;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Blocks of CARs that indexers are not told of, since they are denied although their CAR is not. A
 * listing notes which they were, so that it is seen when others are denied. A CAR is searched once
 * for each version of the denylist.
 */
final class LeftOut {

  private final JdbcClient jdbc;
  private final String peer;
  private final CarStore cars;
  private final Supplier<Denied> denylist;
  private final Map<String, Long> looked = new HashMap<>();

  LeftOut(JdbcClient jdbc, PeerId peer, CarStore cars, Supplier<Denied> denylist) {
    this.jdbc = jdbc;
    this.peer = peer.toString();
    this.cars = cars;
    this.denylist = denylist;
  }

  /** What is denied now. */
  Denied denied() {
    return denylist.get();
  }

  /** Whether a listed CAR has other denied blocks than those that were left out. */
  boolean isOther(Car car) throws IOException {
    Denied now = denylist.get();
    if (Long.valueOf(now.version()).equals(looked.get(car.pieceCid()))) {
      return false;
    }
    try {
      Optional<String> found = digest(car, now);
      if (found.isPresent() && !found.get().equals(noted(car))) {
        return true;
      }
      looked.put(car.pieceCid(), now.version());
      return false;
    } catch (FormatException | DamagedContentException damage) {
      return false; // it is not listed anew before it is mended
    }
  }

  /** Notes what was left out of the entries of a CAR that is being listed. */
  void note(Car car, Denied denied) {
    try {
      jdbc.sql("update ipni_listing set left_out = ? where peer_id = ? and piece_cid = ?")
          .params(digest(car, denied).orElse(""), peer, car.pieceCid())
          .update();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String noted(Car car) {
    return jdbc.sql("select left_out from ipni_listing where peer_id = ? and piece_cid = ?")
        .params(peer, car.pieceCid())
        .query(String.class)
        .optional()
        .orElse("");
  }

  /** Empty when the CAR is not here. */
  private Optional<String> digest(Car car, Denied denied) throws IOException {
    if (denied.isEmpty()) {
      return Optional.of("");
    }
    Optional<CarIndex> sections = cars.sections(car);
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    TreeMap<String, byte[]> found = new TreeMap<>();
    for (Multihash hash : denied.hashes()) {
      if (sections.get().find(hash).isPresent()) {
        add(found, hash);
      }
    }
    if (!denied.doubles().isEmpty()) {
      addDoubles(car, denied, found);
    }
    return Optional.of(found.isEmpty() ? "" : digest(found));
  }

  private void addDoubles(Car car, Denied denied, Map<String, byte[]> found) throws IOException {
    try (IndexedCar blocks = cars.open(car).orElseThrow()) {
      for (long number = 0; number < blocks.size(); number++) {
        Multihash hash = blocks.multihash(number);
        if (denied.doubles().deny(hash)) {
          add(found, hash);
        }
      }
    }
  }

  private static void add(Map<String, byte[]> found, Multihash hash) {
    byte[] bytes = hash.bytes();
    found.put(HexFormat.of().formatHex(bytes), bytes);
  }

  private static String digest(TreeMap<String, byte[]> found) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    found.values().forEach(all::writeBytes);
    return HexFormat.of().formatHex(Multihash.sha256(all.toByteArray()).digest());
  }
}
