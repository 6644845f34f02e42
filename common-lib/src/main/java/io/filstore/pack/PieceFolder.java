package io.filstore.pack;

import io.filstore.car.CarWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * CARs in a folder, each named by its piece CID ({@link Manifest#carName}) once it is whole and on
 * disk. The one in work has a name that begins with a dot; it disappears if it is not finished, and
 * where the process was killed a later run writes over it.
 */
public final class PieceFolder implements PieceOutput, AutoCloseable {
  private final Path folder;
  private final Path draft;
  private @Nullable FileChannel open;

  public PieceFolder(Path folder) {
    this.folder = folder;
    this.draft = folder.resolve(".filstore-pack.part");
  }

  @Override
  public FileChannel open(int number) throws IOException {
    open =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return open;
  }

  @Override
  public void finished(PackedPiece piece, CarWriter car) throws IOException {
    if (open == null) {
      throw new IllegalStateException("no CAR is open");
    }
    open.force(true);
    open.close();
    open = null;
    Files.move(
        draft,
        folder.resolve(Manifest.carName(piece)),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
      Files.deleteIfExists(draft);
    }
  }
}
