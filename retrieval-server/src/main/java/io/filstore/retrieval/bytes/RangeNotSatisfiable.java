package io.filstore.retrieval.bytes;

/**
 * The asked range has no byte in common with the content, or cannot be read: 416 with {@code
 * Content-Range: bytes *}{@code /size}.
 */
public final class RangeNotSatisfiable extends RuntimeException {

  private final long size;

  RangeNotSatisfiable(String asked, long size) {
    super("Range \"" + asked + "\" does not fit a content of " + size + " bytes.");
    this.size = size;
  }

  public long size() {
    return size;
  }
}
