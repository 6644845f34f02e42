package io.filstore.retrieval.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Immutable bytes about to be served.
 *
 * @param size length in bytes
 * @param type media type for {@code Content-Type}
 * @param body writes any part of the bytes
 * @param file a file with exactly these bytes when the container may send it without our looking at
 *     them
 */
public record Content(
    long size, Validators validators, String type, Body body, @Nullable Path file) {

  /** Content that is looked at on its way out. */
  public static Content checked(long size, Validators validators, String type, Body body) {
    return new Content(size, validators, type, body, null);
  }

  /** Writes parts of the content. */
  @FunctionalInterface
  public interface Body {

    /**
     * Writes exactly {@code length} bytes from {@code offset}. Any exception means that the answer
     * is broken off: a reader must never take what was written so far for the whole.
     */
    void write(long offset, long length, OutputStream out) throws IOException;
  }
}
