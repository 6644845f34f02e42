package io.filstore.dataprep.packing;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStore;
import io.filstore.car.CarIntake;
import io.filstore.car.CarLimits;
import io.filstore.car.TooManySectionsException;
import io.filstore.db.piece.Car;
import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Place;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * An upload that is a CAR already: nothing is packed, its CARv1 becomes the piece as it was sent.
 * One pass verifies every block, writes the draft and takes the piece commitment; only a whole and
 * good CAR is ever published.
 */
final class CarTaking {

  private static final int BUFFER = 1 << 20;

  /** Of a root whose block is not in the CAR. */
  private static final Place NOT_THERE = new Place(-1, 0);

  /** An index of the database must hold the root's text, which a long identity CID would burst. */
  private static final int LONGEST_ROOT = 256;

  private final BlobStore store;
  private final CarBuild.DiskSpace space;
  private final StagingArea staging;
  private final PackingProperties properties;
  private final PackStep.Listener steps;

  CarTaking(
      BlobStore store,
      CarBuild.DiskSpace space,
      StagingArea staging,
      PackingProperties properties,
      PackStep.Listener steps) {
    this.store = store;
    this.space = space;
    this.staging = staging;
    this.properties = properties;
    this.steps = steps;
  }

  /**
   * Takes the staged CAR into the store.
   *
   * @throws PackRefusedException when it is damaged, larger than a piece, or has no root or block
   * @throws DiskFullException when there is no room for it now
   */
  PackedUpload take(Upload upload, Entry file) throws IOException {
    requireSpace(file);
    try (InputStream in = new BufferedInputStream(staging.open(file), BUFFER);
        BlobDraft draft = store.draft()) {
      return take(file, in, draft);
    } catch (TooManySectionsException tooMany) {
      throw new PackRefusedException("too_large", upload.name() + ": " + tooMany.getMessage());
    } catch (FormatException damaged) {
      throw new PackRefusedException("car_invalid", words(damaged));
    } catch (IOException failure) {
      throw DiskFullException.recognise(failure);
    }
  }

  private PackedUpload take(Entry file, InputStream in, BlobDraft draft) throws IOException {
    CommP commitment = new CommP();
    OutputStream out = new BufferedOutputStream(new Committed(commitment, draft.channel()), BUFFER);
    CarIntake car = CarIntake.take(in, out, CarLimits.DEFAULT, new Progress());
    out.flush();
    Cid root = root(car);
    if (car.size() < CommP.MIN_PAYLOAD) {
      throw new PackRefusedException(
          "too_small",
          "the CAR has %d bytes, a piece needs at least %d"
              .formatted(car.size(), CommP.MIN_PAYLOAD));
    }
    requireFits(car.size());
    PieceCommitment finished = commitment.finish();
    steps.reached(PackStep.CAR_WRITTEN);
    PackedPiece piece = new PackedPiece(0, root, finished, car.blocks());
    publish(piece, car, draft);
    Place place =
        car.offset(car.roots().getFirst()).stream()
            .mapToObj(offset -> new Place(0, offset))
            .findFirst()
            .orElse(NOT_THERE);
    PackedEntry entry = new PackedEntry(file.path(), false, file.size(), root, place);
    return new PackedUpload(root, List.of(piece), Car.AS_SENT, List.of(entry), car);
  }

  /** The index first: whoever sees the CAR finds its index. */
  private void publish(PackedPiece piece, CarIntake car, BlobDraft draft) throws IOException {
    try (BlobDraft index = store.draft()) {
      car.writeIndex(index.channel());
      index.publish(CarDrafts.indexName(piece));
    }
    steps.reached(PackStep.INDEX_PUBLISHED);
    draft.publish(Manifest.carName(piece));
    steps.reached(PackStep.CAR_PUBLISHED);
  }

  /** The first root, under which the CAR is found; readers ask by version 1. */
  private static Cid root(CarIntake car) {
    if (car.roots().isEmpty()) {
      throw new PackRefusedException(
          "car_invalid", "the CAR has no root; it needs at least one to be found by");
    }
    if (car.blocks() == 0) {
      throw new PackRefusedException("car_invalid", "the CAR has no block");
    }
    Cid root = car.roots().getFirst().toV1();
    if (root.length() > LONGEST_ROOT) {
      throw new PackRefusedException(
          "car_invalid",
          "the first root has %d bytes, at most %d".formatted(root.length(), LONGEST_ROOT));
    }
    return root;
  }

  private void requireFits(long size) {
    long most = properties.maxPiece().unpadded();
    if (size > most) {
      throw new PackRefusedException(
          "too_large",
          "the CAR has more than %d bytes, which is what one piece of %d bytes holds; split it"
              .formatted(most, properties.maxPiece().bytes()));
    }
  }

  private void requireSpace(Entry file) throws IOException {
    long needed = file.size() + properties.freeSpaceReserve().toBytes();
    long usable = space.usableBytes();
    if (usable < needed) {
      throw new DiskFullException(
          "taking the CAR needs %d bytes with its reserve, the CAR store's volume has %d"
              .formatted(needed, usable));
    }
  }

  private static String words(FormatException damaged) {
    Throwable cause = damaged.getCause();
    String detail = String.valueOf(damaged.getMessage());
    return cause instanceof FormatException ? detail + ": " + cause.getMessage() : detail;
  }

  /** Ends a CAR that is too large where it is so, and not at its end. */
  private final class Progress implements java.util.function.LongConsumer {
    private boolean begun;

    @Override
    public void accept(long written) {
      if (!begun) {
        begun = true;
        steps.reached(PackStep.HALF_WRITTEN);
      }
      requireFits(written);
    }
  }
}
