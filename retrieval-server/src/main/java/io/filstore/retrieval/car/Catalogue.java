package io.filstore.retrieval.car;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What somebody may read, by the database, remembered for {@value #MILLIS_KEPT} ms: for so long a
 * reader gets what was open a moment ago. Nothing else is remembered, so that what is opened, and a
 * CAR that is mended, is there at once.
 */
@Component
public final class Catalogue {

  private static final int MILLIS_KEPT = 1000;
  private static final int MOST = 10_000;

  private final Pieces pieces;
  private final Cache<Question, Listed> listed = kept();
  private final Cache<Question, Car> cars = kept();
  private final Cache<Beside, String> owners = kept();

  public Catalogue(Pieces pieces) {
    this.pieces = pieces;
  }

  private static <K, V> Cache<K, V> kept() {
    return Caffeine.newBuilder()
        .expireAfterWrite(Duration.ofMillis(MILLIS_KEPT))
        .maximumSize(MOST)
        .build();
  }

  private record Question(String name, Audience audience) {}

  private record Beside(List<String> pieceCids, Audience audience) {}

  /**
   * A piece, its CAR and whose it is.
   *
   * @param owner see {@link Pieces#owner}
   */
  public record Listed(Piece piece, Optional<Car> car, Optional<String> owner) {}

  /**
   * A piece that the audience may read.
   *
   * @param pieceCid of version 1 or 2 in canonical text
   */
  public Optional<Listed> piece(String pieceCid, Audience audience) {
    Question question = new Question(pieceCid, audience);
    Listed known = listed.getIfPresent(question);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Listed> found =
        pieces
            .find(pieceCid)
            .filter(piece -> pieces.readable(piece.pieceCid(), audience))
            .map(piece ->
                new Listed(
                    piece,
                    pieces.carOfPiece(piece.pieceCid()),
                    pieces.owner(List.of(piece.pieceCid()), audience)));
    found
        .filter(piece -> piece.car().filter(car -> !car.isDamaged()).isPresent())
        .ifPresent(piece -> listed.put(question, piece));
    return found;
  }

  /** Those of the CARs that the audience may read, the newest first. */
  public List<Car> cars(Collection<String> ids, Audience audience) {
    Map<String, Car> found = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      Car known = cars.getIfPresent(new Question(id, audience));
      if (known == null) {
        unknown.add(id);
      } else {
        found.put(id, known);
      }
    }
    if (!unknown.isEmpty()) {
      for (Car car : pieces.cars(unknown, audience)) {
        found.put(car.id(), car);
        if (!car.isDamaged()) {
          cars.put(new Question(car.id(), audience), car);
        }
      }
    }
    return found.values().stream().sorted(Car.NEWEST_FIRST).toList();
  }

  /** As {@link Pieces#owner}. */
  public Optional<String> owner(List<String> pieceCids, Audience audience) {
    Beside question = new Beside(pieceCids, audience);
    String known = owners.getIfPresent(question);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> owner = pieces.owner(pieceCids, audience);
    owner.ifPresent(account -> owners.put(question, account));
    return owner;
  }

  /** Forgets everything, as after a CAR was put into quarantine here. */
  public void forget() {
    listed.invalidateAll();
    cars.invalidateAll();
    owners.invalidateAll();
  }
}
