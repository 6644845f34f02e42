package io.filstore.retrieval.bytes;

import java.io.IOException;

/**
 * Stored bytes do not have the hash they are named by. The message says which block of which file,
 * for the log only.
 */
public final class DamagedContentException extends IOException {

  public DamagedContentException(String message) {
    super(message);
  }

  public DamagedContentException(String message, Throwable cause) {
    super(message, cause);
  }
}
