package io.filstore.pack;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CARs in a folder, under their number; can die like a process when one is finished. */
final class FolderPieces implements PieceOutput {
  private final Path folder;
  private int finishedBeforeDeath = Integer.MAX_VALUE;
  private int finished;
  private Path open;

  FolderPieces(Path folder) {
    this.folder = folder;
    this.open = folder;
  }

  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  FolderPieces dyingAfter(int pieces) {
    finishedBeforeDeath = pieces;
    return this;
  }

  @Override
  public FileChannel open(int number) throws IOException {
    open = folder.resolve(number + ".part");
    return FileChannel.open(
        open,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @Override
  public void finished(PackedPiece piece, CarWriter car) throws IOException {
    if (finished == finishedBeforeDeath) {
      throw new Death();
    }
    Files.move(open, folder.resolve(Manifest.carName(piece)), StandardCopyOption.REPLACE_EXISTING);
    finished++;
  }

  /** CARs that were made visible. */
  int finished() {
    return finished;
  }

  Path file(PackedPiece piece) {
    return folder.resolve(Manifest.carName(piece));
  }

  /** Digest of everything in the folder that does not begin with a dot, by name. */
  static Map<String, Multihash> contents(Path folder) throws IOException {
    Map<String, Multihash> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".part")).toList()) {
        contents.put(file.getFileName().toString(), Multihash.sha256(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
