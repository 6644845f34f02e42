package io.filstore.gateway.upload;

import io.filstore.piece.PaddedPieceSize;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Receiving files.
 *
 * @param stagingDir folder that the gateway writes and data-prep reads
 * @param maxSize most content bytes in one upload
 * @param maxFiles most files in one upload
 * @param pieceMaxSize bytes of the largest piece with its padding, a power of two, as data-prep has
 *     it
 * @param stagingReserve bytes of the staging disk that no upload may touch
 * @param retryAfterFull what a client is told to wait when the staging disk is full
 */
@ConfigurationProperties("filstore.gateway.upload")
record UploadProperties(
    @DefaultValue("./data/staging") Path stagingDir,
    @DefaultValue("32GB") DataSize maxSize,
    @DefaultValue("100000") int maxFiles,
    @DefaultValue("32GB") DataSize pieceMaxSize,
    @DefaultValue("256MB") DataSize stagingReserve,
    @DefaultValue("60s") Duration retryAfterFull) {

  UploadProperties {
    if (maxSize.toBytes() < 1) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.max-size (UPLOAD_MAX_SIZE) is "
              + maxSize
              + ", must be at least 1B");
    }
    if (maxFiles < 1) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.max-files (UPLOAD_MAX_FILES) is "
              + maxFiles
              + ", must be at least 1");
    }
    long piece = pieceMaxSize.toBytes();
    if (Long.bitCount(piece) != 1
        || piece < PaddedPieceSize.MIN.bytes()
        || piece > PaddedPieceSize.MAX.bytes()) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.piece-max-size (PIECE_MAX_SIZE) is "
              + piece
              + " bytes, allowed are powers of two from 128B to 64GB");
    }
    if (stagingReserve.isNegative()) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.staging-reserve (STAGING_RESERVE) is "
              + stagingReserve
              + ", must not be negative");
    }
  }

  PaddedPieceSize maxPiece() {
    return new PaddedPieceSize(pieceMaxSize.toBytes());
  }
}
