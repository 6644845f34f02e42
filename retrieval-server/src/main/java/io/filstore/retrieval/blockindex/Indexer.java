package io.filstore.retrieval.blockindex;

import io.filstore.car.CarIndex;
import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.car.CarStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the runs to what is stored. New CARs become a run soon after their rows are there; {@value
 * #FAN_IN} runs of about the same size become one, so their number grows with the logarithm of what
 * is stored. One round at a time.
 */
final class Indexer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  /** Runs of a size that are merged; also how much larger the next size is. */
  static final int FAN_IN = 4;

  /** CARs in a run at first, so that no more indexes are open at a time. */
  static final int AT_ONCE = 64;

  /**
   * A row is told by the time at which its transaction began, so it may show up later than others.
   */
  static final Duration OVERLAP = Duration.ofMinutes(1);

  /** All rows are looked at again after this time, whenever they began. */
  private static final Duration FULL_LOOK = Duration.ofMinutes(10);

  /** An index that is none is tried again after this time. */
  private static final Duration DAMAGE_REST = Duration.ofMinutes(10);

  private final Runs runs;
  private final Pieces pieces;
  private final CarStore cars;
  private final Clock clock;
  private final Map<String, Car> outside = new LinkedHashMap<>();
  private final Map<String, Instant> damaged = new HashMap<>();
  private final Set<Path> verified = new HashSet<>();
  private volatile Tail tail = new Tail(Instant.EPOCH, List.of());
  private Instant lookedAtAll = Instant.EPOCH;

  /** Takes the runs over, and closes them. */
  Indexer(Runs runs, Pieces pieces, CarStore cars, Clock clock) {
    this.runs = runs;
    this.pieces = pieces;
    this.cars = cars;
    this.clock = clock;
  }

  /**
   * The CARs that may be in no run yet.
   *
   * @param since those that began later are not known here
   * @param ids those that are here and waiting
   */
  record Tail(Instant since, List<String> ids) {
    private Tail without(Collection<String> indexed) {
      Set<String> left = new LinkedHashSet<>(ids);
      left.removeAll(indexed);
      return new Tail(since, List.copyOf(left));
    }

    private Tail with(Collection<String> more) {
      Set<String> all = new LinkedHashSet<>(ids);
      all.addAll(more);
      return new Tail(since, List.copyOf(all));
    }
  }

  Tail tail() {
    return tail;
  }

  /** Indexes what is new and tidies up. Whatever fails is tried again in the next round. */
  synchronized void round() throws IOException {
    boolean writes = runs.own();
    look();
    if (writes) {
      verifyOne();
      List<Car> waiting = waiting();
      for (int from = 0; from < waiting.size(); from += AT_ONCE) {
        add(waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE)));
        mergeAll();
      }
      mergeAll();
    }
  }

  private void mergeAll() throws IOException {
    while (mergeSome()) {
      LOG.debug("{} runs after a merge", runs.all().size());
    }
  }

  /** Learns of new rows; what is not known by then is told by {@link Tail#since}. */
  private void look() {
    Instant now = clock.instant();
    boolean all = !now.isBefore(lookedAtAll.plus(FULL_LOOK));
    Set<String> indexed = runs.cars();
    for (Car row : pieces.carsSince(all ? Instant.EPOCH : tail.since(), Audience.everything())) {
      if (!indexed.contains(row.id())) {
        outside.put(row.id(), row);
      }
    }
    outside.keySet().removeAll(indexed);
    lookedAtAll = all ? now : lookedAtAll;
    tail =
        new Tail(
            now.minus(OVERLAP),
            outside.values().stream().filter(this::isHere).map(Car::id).toList());
  }

  private List<Car> waiting() {
    Instant now = clock.instant();
    damaged.values().removeIf(until -> until.isBefore(now));
    Set<String> here = Set.copyOf(tail.ids());
    return outside.values().stream()
        .filter(row -> here.contains(row.id()) && !damaged.containsKey(row.id()))
        .toList();
  }

  private boolean isHere(Car row) {
    try {
      return cars.indexIfHere(row).isPresent();
    } catch (IOException damage) {
      return true;
    }
  }

  private void add(List<Car> rows) throws IOException {
    List<CarIndex> open = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Entries> sources = new ArrayList<>();
    try {
      for (Car row : rows) {
        Optional<CarIndex> index = open(row);
        if (index.isPresent()) {
          open.add(index.get());
          sources.add(new Entries.OfIndex(index.get(), ids.size()));
          ids.add(row.id());
        }
      }
      if (!ids.isEmpty()) {
        write(ids, sources, List.of());
        ids.forEach(outside::remove);
        tail = tail.without(ids);
      }
    } finally {
      open.forEach(CarIndex::close);
    }
  }

  /** A damaged one stays outside, where whoever asks it is told. */
  private Optional<CarIndex> open(Car row) throws IOException {
    try {
      Optional<Path> path = cars.indexIfHere(row);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      CarIndex index = CarIndex.open(path.get());
      if (Entries.OfIndex.isSorted(index)) {
        return Optional.of(index);
      }
      index.close();
      throw new FormatException(path.get().getFileName() + " is not in order");
    } catch (FormatException | DamagedContentException damage) {
      LOG.error("{} is not indexed: {}", row.blobName(), damage.getMessage());
      damaged.put(row.id(), clock.instant().plus(DAMAGE_REST));
      return Optional.empty();
    }
  }

  /** Runs that were found at the start may have been damaged since they were written. */
  private void verifyOne() throws IOException {
    for (Run run : runs.all()) {
      if (verified.add(run.path())) {
        isSound(run);
        return;
      }
    }
  }

  private boolean isSound(Run run) throws IOException {
    try {
      run.verify();
      return true;
    } catch (FormatException damage) {
      LOG.error("{}; its CARs are indexed anew", damage.getMessage());
      for (Car row : pieces.cars(run.cars(), Audience.everything())) {
        outside.put(row.id(), row);
      }
      tail = tail.with(run.cars());
      runs.drop(run);
      return false;
    }
  }

  private boolean mergeSome() throws IOException {
    Map<Integer, List<Run>> bySize = new HashMap<>();
    for (Run run : runs.all()) {
      int size = (63 - Long.numberOfLeadingZeros(run.size() + 1)) / 2;
      bySize.computeIfAbsent(size, none -> new ArrayList<>()).add(run);
    }
    for (List<Run> alike : bySize.values()) {
      if (alike.size() >= FAN_IN) {
        merge(alike);
        return true;
      }
    }
    return false;
  }

  /** What is gone, row or bytes, is left out. */
  private void merge(List<Run> alike) throws IOException {
    for (Run run : alike) {
      if (!isSound(run)) {
        return;
      }
    }
    Set<String> stay = new HashSet<>();
    for (Run run : alike) {
      for (Car row : pieces.cars(run.cars(), Audience.everything())) {
        if (isHere(row)) {
          stay.add(row.id());
        } else {
          outside.put(row.id(), row);
        }
      }
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<Entries> sources = new ArrayList<>();
    for (Run run : alike) {
      int[] renumbered = new int[run.cars().size()];
      for (int i = 0; i < renumbered.length; i++) {
        String id = run.cars().get(i);
        renumbered[i] =
            stay.contains(id) ? numbers.computeIfAbsent(id, none -> numbers.size()) : -1;
      }
      sources.add(new Entries.OfRun(run, renumbered));
    }
    write(List.copyOf(numbers.keySet()), sources, alike);
  }

  private void write(List<String> ids, List<Entries> sources, List<Run> replaced)
      throws IOException {
    verified.add(runs.write(ids, sources, replaced).path());
    replaced.forEach(run -> verified.remove(run.path()));
  }

  @Override
  public synchronized void close() throws IOException {
    runs.close();
  }
}
