package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;

/**
 * How large an upload may be.
 *
 * @param maxBytes of all its files together
 * @param maxFiles files
 */
record UploadLimits(long maxBytes, int maxFiles) {
  /** Boundary and headers of one part, the headers at their longest. */
  private static final int FRAMING_PER_FILE = 16 << 10;

  /** What a multipart body has before its first and after its last part. */
  private static final int FRAMING = 1 << 20;

  /**
   * Checks what the client says that it will send; a form may be larger than its files.
   *
   * @throws ProblemException {@code too_large}
   */
  void requireDeclared(UploadHead head) {
    if (head.declaredLength() > bodyBytes(head)) {
      throw tooLarge(
          "The upload declares %d bytes, at most %d are taken."
              .formatted(head.declaredLength(), maxBytes));
    }
  }

  /**
   * Checks how much of the body has come.
   *
   * @throws ProblemException {@code too_large}
   */
  void requireBody(UploadHead head, long bytes) {
    if (bytes > bodyBytes(head)) {
      throw tooLarge();
    }
  }

  /**
   * Checks how much content has come.
   *
   * @throws ProblemException {@code too_large}
   */
  void requireContent(long bytes) {
    if (bytes > maxBytes) {
      throw tooLarge();
    }
  }

  /**
   * Checks how many files have come.
   *
   * @throws ProblemException {@code too_large}
   */
  void requireFiles(int files) {
    if (files > maxFiles) {
      throw new ProblemException(
              ProblemCode.TOO_LARGE, "The upload has more than " + maxFiles + " files.")
          .with("max_files", maxFiles);
    }
  }

  private long bodyBytes(UploadHead head) {
    return maxBytes + (head.multipart() ? FRAMING + (long) FRAMING_PER_FILE * maxFiles : 0);
  }

  private ProblemException tooLarge() {
    return tooLarge("The upload is larger than " + maxBytes + " bytes.");
  }

  private ProblemException tooLarge(String detail) {
    return new ProblemException(ProblemCode.TOO_LARGE, detail).with("max_bytes", maxBytes);
  }
}
