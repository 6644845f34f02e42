package io.filstore.dataprep.rebuild;

import io.filstore.blob.FolderBlobStore;
import io.filstore.dataprep.packing.Repacking;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.Holder;
import io.filstore.db.piece.PieceHolders;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.pack.PieceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job {@code rebuild}: gets a damaged CAR back from the staged bytes of an upload, else from a
 * provider, and puts it back into use. May run twice, halfway, or beside itself: a CAR and its
 * index are replaced in one step each, by bytes that were verified before, and the row says damaged
 * until both are there.
 */
final class RebuildCar {

  private static final Logger LOG = LoggerFactory.getLogger(RebuildCar.class);
  static final Duration PAUSE = Duration.ofHours(1);

  private final Pieces pieces;
  private final Uploads uploads;
  private final DamagedCars damaged;
  private final FolderBlobStore store;
  private final Repacking repacking;
  private final PieceHolders holders;
  private final ProviderCopies providers;
  private final Replacement replacement;
  private final long reserve;

  /**
   * @param reserve bytes that stay free on the volume of the CAR store
   */
  RebuildCar(
      Pieces pieces,
      Uploads uploads,
      DamagedCars damaged,
      FolderBlobStore store,
      Repacking repacking,
      PieceHolders holders,
      ProviderCopies providers,
      long reserve) {
    this.pieces = pieces;
    this.uploads = uploads;
    this.damaged = damaged;
    this.store = store;
    this.repacking = repacking;
    this.holders = holders;
    this.providers = providers;
    this.replacement = new Replacement(store);
    this.reserve = reserve;
  }

  /** Empty when there is nothing left to do, else how long to wait before trying again. */
  Optional<Duration> run(String pieceCid) throws IOException {
    Car row = pieces.carOfPiece(pieceCid).filter(Car::isDamaged).orElse(null);
    if (row == null) {
      return Optional.empty();
    }
    List<String> inVain = new ArrayList<>();
    Optional<String> source = stored(row);
    if (source.isEmpty()) {
      source = roomFor(row, inVain) ? elsewhere(row, inVain) : Optional.empty();
    }
    if (source.isPresent()) {
      damaged.rebuilt(pieceCid, source.get());
      LOG.info("{} is sound again: {}", row.blobName(), source.get());
      return Optional.empty();
    }
    damaged.stalled(
        pieceCid,
        "The CAR is damaged and could not be built anew: %s. Uploading the same content again helps; it is tried again every hour."
            .formatted(String.join("; ", inVain)));
    return Optional.of(PAUSE);
  }

  /** What lies there may be right by now, or only its index wrong. */
  private Optional<String> stored(Car row) throws IOException {
    Optional<Path> car = store.file(row.blobName());
    if (car.isEmpty()
        || PieceCheck.damageOfCar(car.get(), row.pieceCid(), row.rawSize()).isPresent()) {
      return Optional.empty();
    }
    Path index = car.get().resolveSibling(row.pieceCid() + ".idx");
    if (PieceCheck.damageOfIndex(car.get(), index).isPresent()) {
      replacement.index(car.get(), row);
    }
    return Optional.of("the stored CAR, which is sound");
  }

  private boolean roomFor(Car row, List<String> inVain) throws IOException {
    long needed = row.rawSize() + reserve;
    long usable = store.usableSpace();
    if (usable < needed) {
      inVain.add(
          "the volume of the CAR store has %d bytes left, %d are needed".formatted(usable, needed));
    }
    return usable >= needed;
  }

  private Optional<String> elsewhere(Car row, List<String> inVain) throws IOException {
    Optional<String> source = staged(row, inVain);
    return source.isPresent() ? source : provided(row, inVain);
  }

  private Optional<String> staged(Car row, List<String> inVain) throws IOException {
    List<Upload> staged = uploads.ofPiece(row.pieceCid()).stream().filter(Upload::staged).toList();
    for (Upload upload : staged) {
      if (repacking.bringBack(upload, row.pieceCid())) {
        return Optional.of("packed again from the staged bytes of " + upload.id());
      }
    }
    inVain.add(
        staged.isEmpty()
            ? "no upload's staged bytes are left"
            : "the staged bytes do not make this piece");
    return Optional.empty();
  }

  private Optional<String> provided(Car row, List<String> inVain) {
    List<Holder> copies = holders.of(row.pieceCid());
    for (Holder copy : copies) {
      Optional<String> refused = providers.bring(copy, row, replacement);
      if (refused.isEmpty()) {
        return Optional.of("the copy of provider " + copy.provider());
      }
      inVain.add("provider " + copy.provider() + " " + refused.get());
    }
    if (copies.isEmpty()) {
      inVain.add("no provider with an active deal has an HTTP address");
    }
    return Optional.empty();
  }
}
