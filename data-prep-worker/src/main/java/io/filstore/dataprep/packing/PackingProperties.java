package io.filstore.dataprep.packing;

import io.filstore.piece.PaddedPieceSize;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where bytes come from and go to, and how large a piece may get.
 *
 * @param stagingDir folder shared with the gateway: {@code <stagingDir>/<upload id>/<staged name>}
 * @param carDir folder of the CAR store, shared with the retrieval server
 * @param pieceMaxSize largest padded piece, a power of two from 1 MiB to 64 GiB; a larger upload
 *     becomes several. With 1 MiB only small files can be packed: a chunk has as much
 * @param keepStaged keep the staged bytes after the upload is packed (or refused) instead of
 *     removing them
 * @param freeSpaceReserve bytes that packing leaves free on the volume of the CAR store
 * @param retryWhenFull how long an upload waits when there is no room for its CAR
 */
@ConfigurationProperties("filstore.packing")
record PackingProperties(
    Path stagingDir,
    Path carDir,
    DataSize pieceMaxSize,
    boolean keepStaged,
    DataSize freeSpaceReserve,
    Duration retryWhenFull) {

  private static final long SMALLEST = 1 << 20;

  PackingProperties {
    long bytes = pieceMaxSize.toBytes();
    if (Long.bitCount(bytes) != 1 || bytes < SMALLEST || bytes > PaddedPieceSize.MAX.bytes()) {
      throw new IllegalArgumentException(
          "filstore.packing.piece-max-size (PIECE_MAX_SIZE) is "
              + bytes
              + " bytes, allowed are powers of two from 1MB to 64GB");
    }
    if (retryWhenFull.isNegative() || retryWhenFull.isZero()) {
      throw new IllegalArgumentException(
          "filstore.packing.retry-when-full (PACK_RETRY_WHEN_FULL) is "
              + retryWhenFull
              + ", must be positive");
    }
  }

  PaddedPieceSize maxPiece() {
    return new PaddedPieceSize(pieceMaxSize.toBytes());
  }
}
