package io.filstore.pack;

import io.filstore.car.CarIndex;
import io.filstore.car.IndexedCar;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.CommP;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Whether a stored CAR and the index beside it are what was stored; reads all of both. */
public final class PieceCheck {

  private static final int BUFFER = 1 << 20;

  private PieceCheck() {}

  /**
   * What is wrong with the CAR, in words; empty when its bytes have this piece commitment.
   *
   * @param pieceCid piece CID v1
   * @param rawSize bytes that the CAR has
   * @throws IOException when it cannot be read, which says nothing about it
   */
  public static Optional<String> damageOfCar(Path car, String pieceCid, long rawSize)
      throws IOException {
    long size = size(car);
    if (size != rawSize) {
      return Optional.of(
          size < 0
              ? "the CAR is gone"
              : "the CAR has %d bytes, %d were stored".formatted(size, rawSize));
    }
    CommP commitment = new CommP();
    byte[] buffer = new byte[BUFFER];
    try (FileChannel in = FileChannel.open(car, StandardOpenOption.READ)) {
      ByteBuffer into = ByteBuffer.wrap(buffer);
      for (int read = in.read(into); read >= 0; read = in.read(into.clear())) {
        commitment.update(buffer, 0, read);
      }
    }
    String found = commitment.finish().v1().toString();
    return found.equals(pieceCid)
        ? Optional.empty()
        : Optional.of("the bytes of the CAR have the piece CID " + found);
  }

  /**
   * What is wrong with the index of a sound CAR, in words; empty when it is whole, in order, and
   * every record is that of the section it points at.
   */
  public static Optional<String> damageOfIndex(Path car, Path index) throws IOException {
    if (size(index) < 0) {
      return Optional.of("the index is gone");
    }
    try (IndexedCar sections = IndexedCar.open(car, index);
        CarIndex records = CarIndex.open(index)) {
      for (long number = 0; number < sections.size(); number++) {
        if (number > 0
            && Long.compareUnsigned(records.prefix(number - 1), records.prefix(number)) > 0) {
          return Optional.of("the index is not in order");
        }
        sections.multihash(number);
      }
      return Optional.empty();
    } catch (FormatException damage) {
      return Optional.of("the index contradicts the CAR: " + damage.getMessage());
    }
  }

  /** Negative when there is no such file. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return -1;
    }
  }
}
