package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.piece.PaddedPieceSize;

/**
 * How large an upload may be.
 *
 * @param maxBytes of all its files together
 * @param maxFiles files
 * @param maxPiece the largest piece; a CAR, which is kept as it is, must fit into one
 */
record UploadLimits(long maxBytes, int maxFiles, PaddedPieceSize maxPiece) {
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

  /**
   * Checks the size of a CARv1, also of that inside a CARv2.
   *
   * @param bytes that it has, or that have come of it so far
   * @throws ProblemException {@code too_large}
   */
  void requireCar(long bytes) {
    long most = maxPiece.unpadded();
    if (bytes > most) {
      throw tooLarge(
              "The CAR has %d bytes or more, a piece of %d bytes has room for %d; split it, for example by './filstore car split'."
                  .formatted(bytes, maxPiece.bytes(), most),
              most)
          .with("car_bytes", bytes)
          .with("piece_bytes", maxPiece.bytes());
    }
  }

  private long bodyBytes(UploadHead head) {
    return maxBytes + (head.multipart() ? FRAMING + (long) FRAMING_PER_FILE * maxFiles : 0);
  }

  private ProblemException tooLarge() {
    return tooLarge("The upload is larger than " + maxBytes + " bytes.");
  }

  private ProblemException tooLarge(String detail) {
    return tooLarge(detail, maxBytes);
  }

  private static ProblemException tooLarge(String detail, long most) {
    return new ProblemException(ProblemCode.TOO_LARGE, detail).with("max_bytes", most);
  }
}
