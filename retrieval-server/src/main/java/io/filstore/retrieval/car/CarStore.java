package io.filstore.retrieval.car;

import io.filstore.blob.BlobStat;
import io.filstore.blob.BlobStore;
import io.filstore.car.CarIndex;
import io.filstore.car.IndexedCar;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.DamagedContentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The CARs that lie here, with what was learnt about the {@value #REMEMBERED} used last. */
public final class CarStore {

  private static final int REMEMBERED = 256;

  private final BlobStore blobs;
  private final Map<Version, StoredCar> opened = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Version, CarIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);

  public CarStore(BlobStore blobs) {
    this.blobs = blobs;
  }

  private record Version(String name, long length, Instant published) {}

  /**
   * The CAR's file, or empty when it is not here. A file of another length than the row says is
   * damage.
   */
  public Optional<StoredCar> find(Car row) throws IOException {
    Optional<BlobStat> stat = blobs.stat(row.blobName());
    Optional<Path> file = blobs.file(row.blobName());
    if (stat.isEmpty() || file.isEmpty()) {
      return Optional.empty();
    }
    if (stat.get().length() != row.rawSize()) {
      throw DamagedContentException.in(
          row.blobName(),
          "has %d bytes, %d were stored".formatted(stat.get().length(), row.rawSize()),
          null);
    }
    return Optional.of(
        remembered(
            new Version(row.blobName(), row.rawSize(), stat.get().published()), file.get(), row));
  }

  /** The CAR's file as it is, whatever is in it; empty when it is not here. */
  public Optional<Path> file(Car row) {
    return blobs.file(row.blobName());
  }

  /** The file of the CAR's index, or empty when it is not here. */
  public Optional<Path> index(Car row) {
    return blobs.file(row.pieceCid() + ".idx");
  }

  /**
   * The file of the CAR's index, when the CAR is here, too.
   *
   * @throws DamagedContentException for a file of another length than the row says
   */
  public Optional<Path> indexIfHere(Car row) throws IOException {
    return find(row).isEmpty() ? Optional.empty() : index(row);
  }

  /**
   * Whether the CAR is here and has a block with this multihash, by its index.
   *
   * @throws DamagedContentException for a file of another length than the row says, and for an
   *     index that is none
   */
  public boolean holds(Car row, Multihash hash) throws IOException {
    return find(row).isPresent() && held(row, hash);
  }

  /**
   * Whether the index of a CAR, whatever became of the CAR itself, has a block with this multihash.
   *
   * @throws DamagedContentException for an index that is none
   */
  public boolean held(Car row, Multihash hash) throws IOException {
    return sections(row).flatMap(sections -> sections.find(hash)).isPresent();
  }

  /**
   * The CAR and its index, or empty when one of them is not here.
   *
   * @throws DamagedContentException for a file of another length than the row says, and for an
   *     index that is none
   */
  public Optional<IndexedCar> open(Car row) throws IOException {
    Optional<StoredCar> car = find(row);
    Optional<CarIndex> sections = car.isEmpty() ? Optional.empty() : sections(row);
    return sections.isEmpty()
        ? Optional.empty()
        : Optional.of(IndexedCar.open(car.get().file(), sections.get()));
  }

  /**
   * The CAR's index, whatever became of the CAR itself; empty when it is not here. It is shared,
   * and need not be closed.
   *
   * @throws DamagedContentException for an index that is none
   */
  public Optional<CarIndex> sections(Car row) throws IOException {
    String name = row.pieceCid() + ".idx";
    Optional<BlobStat> stat = blobs.stat(name);
    Optional<Path> file = blobs.file(name);
    if (stat.isEmpty() || file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          mapped(new Version(name, stat.get().length(), stat.get().published()), file.get()));
    } catch (FormatException damage) {
      throw DamagedContentException.in(row.blobName(), "" + damage.getMessage(), damage);
    }
  }

  private synchronized CarIndex mapped(Version version, Path file) throws IOException {
    CarIndex index = indexes.get(version);
    if (index == null) {
      index = CarIndex.shared(file);
      indexes.put(version, index);
    }
    if (indexes.size() > REMEMBERED) {
      indexes.remove(indexes.keySet().iterator().next());
    }
    return index;
  }

  private synchronized StoredCar remembered(Version version, Path file, Car row)
      throws IOException {
    StoredCar car = opened.get(version);
    if (car == null) {
      car = StoredCar.open(file, row);
      opened.put(version, car);
    }
    if (opened.size() > REMEMBERED) {
      opened.remove(opened.keySet().iterator().next());
    }
    return car;
  }
}
