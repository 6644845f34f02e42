package io.filstore.db.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code upload}.
 *
 * @param wrap whether the root is a directory that holds the entries' names (always so for several
 *     files)
 * @param staged whether the staged bytes are still there
 * @param pieceCid the piece that holds the root; {@code upload_piece} has all of them
 * @param alreadyStored whether packing found the same content in earlier pieces
 * @param visibility {@code private} or {@code public}: whether anybody may read the content
 * @param format {@code files}, to be packed, or {@code car}, to be kept as it was sent
 */
public record Upload(
    String id,
    String accountId,
    String name,
    UploadState state,
    boolean wrap,
    long totalBytes,
    int fileCount,
    boolean staged,
    @Nullable String payloadCid,
    @Nullable String pieceCid,
    boolean alreadyStored,
    @Nullable String failureCode,
    @Nullable String failureDetail,
    String visibility,
    String format,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** Whether it was sent as a CAR. */
  public boolean isCar() {
    return format.equals("car");
  }
}
