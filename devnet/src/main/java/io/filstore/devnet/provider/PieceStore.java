package io.filstore.devnet.provider;

import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A provider's files: downloads under way, and pieces by the CID (version 1) of their bytes. */
final class PieceStore {
  private static final int BUFFER = 1 << 20;

  private final Path pieces;
  private final Path downloads;

  PieceStore(Path dir) {
    this.pieces = dir.resolve("pieces");
    this.downloads = dir.resolve("downloads");
    try {
      Files.createDirectories(pieces);
      Files.createDirectories(downloads);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + dir, e);
    }
  }

  /** The file that a deal's download goes to. */
  Path download(String dealId) {
    return downloads.resolve(dealId + ".car");
  }

  /** Computes the piece commitment of a finished download, reading it once. */
  static PieceCommitment commitment(Path file) throws IOException {
    CommP commP = new CommP();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        commP.update(buffer, 0, read);
      }
    }
    return commP.finish();
  }

  /** Makes a checked download a piece. Harmless when it was done already. */
  void keep(String dealId, Cid piece) throws IOException {
    Path from = download(dealId);
    if (Files.exists(from)) {
      Files.move(
          from, path(piece), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void discard(String dealId) {
    try {
      Files.deleteIfExists(download(dealId));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the download of " + dealId, e);
    }
  }

  /** The payload of a piece, if it is held. */
  Optional<Path> find(Cid piece) {
    return Optional.of(path(piece)).filter(Files::isRegularFile);
  }

  private Path path(Cid piece) {
    return pieces.resolve(piece + ".car");
  }
}
