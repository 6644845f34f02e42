package io.filstore.dataprep.packing;

import java.io.IOException;
import java.util.Locale;

/** There is no room for the CAR now; the upload waits. */
final class DiskFullException extends IOException {

  private final String detail;

  DiskFullException(String detail) {
    super(detail);
    this.detail = detail;
  }

  private DiskFullException(IOException cause) {
    super(cause);
    this.detail = "the CAR store's volume is full: " + cause.getMessage();
  }

  /** One sentence for the owner of the upload. */
  String detail() {
    return detail;
  }

  /** The same failure, as {@code DiskFullException} when the system said ENOSPC or EDQUOT. */
  static IOException recognise(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        message.contains("no space left on device") || message.contains("disk quota exceeded");
    return full ? new DiskFullException(failure) : failure;
  }
}
