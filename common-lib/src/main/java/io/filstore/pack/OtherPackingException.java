package io.filstore.pack;

import java.nio.file.Path;

/** A folder holds the beginning of another packing, which would be lost by starting this one. */
public final class OtherPackingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherPackingException(Path journal, String found, String wanted) {
    super(
        "%s belongs to another packing (%s) than this one (%s); finish that one or remove the file"
            .formatted(journal, found, wanted));
  }
}
