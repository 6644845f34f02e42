package io.filstore.dataprep.rebuild;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.FolderBlobStore;
import io.filstore.car.CarIntake;
import io.filstore.car.CarLimits;
import io.filstore.dataprep.packing.Committed;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.CommP;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a CAR that came from somewhere in the place of the stored one: in one pass every block is
 * verified, and only bytes with the right piece commitment are ever published.
 */
final class Replacement {

  private static final int BUFFER = 1 << 20;

  private final FolderBlobStore store;

  Replacement(FolderBlobStore store) {
    this.store = store;
  }

  /**
   * Takes as many bytes as the CAR has; what is behind them is not read.
   *
   * @throws FormatException if they are not the CAR
   */
  void take(InputStream bytes, Car row) throws IOException {
    CommP commitment = new CommP();
    try (BlobDraft draft = store.draft()) {
      OutputStream out =
          new BufferedOutputStream(new Committed(commitment, draft.channel()), BUFFER);
      CarIntake car =
          CarIntake.take(
              new BufferedInputStream(new Limited(bytes, row.rawSize()), BUFFER),
              out,
              CarLimits.DEFAULT,
              written -> {});
      out.flush();
      if (car.size() != row.rawSize()) {
        throw new FormatException(
            "a CAR of %d bytes came, %d were stored".formatted(car.size(), row.rawSize()));
      }
      String found = commitment.finish().v1().toString();
      if (!found.equals(row.pieceCid())) {
        throw new FormatException("bytes with the piece CID " + found + " came");
      }
      index(car, row);
      draft.publish(row.blobName());
    }
  }

  /** Writes the index of a CAR that is sound itself. */
  void index(Path file, Car row) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      index(
          CarIntake.take(in, OutputStream.nullOutputStream(), CarLimits.DEFAULT, written -> {}),
          row);
    }
  }

  private void index(CarIntake car, Car row) throws IOException {
    try (BlobDraft index = store.draft()) {
      car.writeIndex(index.channel());
      index.publish(row.pieceCid() + ".idx");
    }
  }
}
