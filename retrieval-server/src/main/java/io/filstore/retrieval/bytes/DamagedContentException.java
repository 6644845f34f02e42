package io.filstore.retrieval.bytes;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stored bytes do not have the hash they are named by. The message says which block of which file,
 * for the log only.
 */
public class DamagedContentException extends IOException {

  private final @Nullable String suspect;

  public DamagedContentException(String message) {
    super(message);
    this.suspect = null;
  }

  public DamagedContentException(String message, Throwable cause) {
    super(message, cause);
    this.suspect = null;
  }

  private DamagedContentException(String suspect, String message, @Nullable Throwable cause) {
    super(suspect + ": " + message, cause);
    this.suspect = suspect;
  }

  /**
   * Something about one CAR that its damage would explain.
   *
   * @param blobName of the CAR
   */
  public static DamagedContentException in(
      String blobName, String what, @Nullable Throwable cause) {
    return new DamagedContentException(blobName, what, cause);
  }

  /** Blob name of the CAR that is to be looked at as a whole. */
  public Optional<String> suspect() {
    return Optional.ofNullable(suspect);
  }
}
