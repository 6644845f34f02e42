package io.filstore.retrieval.fallback;

import io.filstore.car.CarIndex;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.PieceHolders;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.cache.BlockCache;
import io.filstore.retrieval.find.Finder;
import io.filstore.retrieval.outside.OutsideHttp;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of CARs that are not here any more. Whoever asks has made sure that the CAR is the
 * reader's to read: nothing is looked for here that no row names. Thread-safe.
 */
public final class Fallback implements AutoCloseable {
  private final boolean enabled;
  private final PieceHolders holders;
  private final List<Source> gateways;
  private final OutsideHttp providerHttp;
  private final OutsideHttp gatewayHttp;
  private final Hedging hedging;
  private final BlockCache cache;
  private final Finder finder;
  private final Clock clock;
  private final HealthBook book;
  private final Flights flights = new Flights();

  Fallback(
      FallbackProperties properties,
      PieceHolders holders,
      OutsideHttp providerHttp,
      OutsideHttp gatewayHttp,
      BlockCache cache,
      Finder finder,
      HealthBook book,
      Clock clock) {
    this.enabled = properties.enabled();
    this.gateways = properties.gatewaySources();
    this.hedging = properties.hedging();
    this.holders = holders;
    this.providerHttp = providerHttp;
    this.gatewayHttp = gatewayHttp;
    this.cache = cache;
    this.finder = finder;
    this.book = book;
    this.clock = clock;
  }

  /** Whether anybody is ever asked. */
  public boolean isOn() {
    return enabled;
  }

  /**
   * Fetches a block, verified.
   *
   * @param car where it lies, or may lie
   * @param where it lies there by the CAR's index. Null when that is gone, too: then the providers
   *     of the piece are asked and nobody else, as nothing says that the block is ours
   * @return empty when there is nobody to ask
   * @throws NoSourceException when nobody who was asked gave it
   */
  public Optional<byte[]> block(Car car, CarIndex.@Nullable Location where, Cid cid)
      throws IOException {
    if (!enabled || !canBeVerified(cid)) {
      return Optional.empty();
    }
    Optional<byte[]> kept = cache.get(cid.multihash());
    if (kept.isPresent()) {
      return kept;
    }
    Landed landed =
        flights.join(
            new Flights.Key(cid.multihash(), car.pieceCid()), () -> fetch(car, where, cid));
    if (landed.block().isEmpty() && !landed.tried().isEmpty()) {
      throw new NoSourceException(landed.tried());
    }
    return landed.block();
  }

  /** A hash that nobody here computes, or that is cut short, proves nothing. */
  private static boolean canBeVerified(Cid cid) {
    return cid.multihash().verify(new byte[0]).isConclusive();
  }

  private Landed fetch(Car car, CarIndex.@Nullable Location where, Cid cid)
      throws InterruptedException {
    List<Ask> known = asks(car, where);
    Landed landed = raced(cid, known);
    if (landed.block().isEmpty() && where != null) {
      Landed more = raced(cid, found(cid, known));
      landed =
          new Landed(
              more.block(), Stream.concat(landed.tried().stream(), more.tried().stream()).toList());
    }
    landed.block().ifPresent(bytes -> cache.put(cid.multihash(), bytes));
    return landed;
  }

  private Landed raced(Cid cid, List<Ask> asks) throws InterruptedException {
    Race race = new Race(cid, asks, this::question, book, hedging, clock);
    return new Landed(race.run(), race.tried());
  }

  /** Those whom routers name and whom nobody has asked yet. */
  private List<Ask> found(Cid cid, List<Ask> known) {
    Set<String> asked =
        known.stream().map(ask -> ask.source().server()).collect(Collectors.toSet());
    List<Source> found =
        finder.whoHas(cid).stream()
            .<Source>map(Source.Found::new)
            .filter(source -> !asked.contains(source.server()))
            .toList();
    return best(found).stream().<Ask>map(Ask.Block::new).toList();
  }

  private List<Ask> asks(Car car, CarIndex.@Nullable Location where) {
    List<Source.Provider> providers = best(providers(car.pieceCid()));
    List<Ask> asks = new ArrayList<>();
    if (where != null) {
      providers.forEach(provider -> asks.add(new Ask.PartOfPiece(provider, where)));
    }
    providers.forEach(provider -> asks.add(new Ask.Block(provider)));
    if (where != null) {
      best(gateways).forEach(gateway -> asks.add(new Ask.Block(gateway)));
    }
    return asks;
  }

  private List<Source.Provider> providers(String pieceCid) {
    return holders.of(pieceCid).stream()
        .map(Source.Provider::of)
        .flatMap(Optional::stream)
        .toList();
  }

  private <S extends Source> List<S> best(List<S> sources) {
    Instant now = clock.instant();
    return sources.stream()
        .sorted(Comparator.comparingDouble(source -> -book.of(source).score(now)))
        .toList();
  }

  private Question question(Ask ask, Cid cid) {
    return new Question(
        ask.source() instanceof Source.Provider ? providerHttp : gatewayHttp, ask, cid);
  }

  @Override
  public void close() {
    providerHttp.close();
    gatewayHttp.close();
  }
}
