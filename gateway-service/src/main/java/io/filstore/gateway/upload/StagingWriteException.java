package io.filstore.gateway.upload;

import java.io.IOException;
import java.util.Locale;

/** The staging disk refused a write; told apart from a client that stopped sending. */
final class StagingWriteException extends RuntimeException {
  StagingWriteException(IOException cause) {
    super("staging could not be written", cause);
  }

  /** Whether the disk or the quota is exhausted (the texts of ENOSPC and EDQUOT). */
  boolean diskFull() {
    for (Throwable each = this; each != null; each = each.getCause()) {
      String text = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains("no space left") || text.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }
}
