package io.filstore.unixfs;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file to import.
 *
 * @param path relative path with slashes, as {@link Names#requirePath} allows it
 * @param size bytes it is expected to have
 * @param opener opens the content from its beginning
 */
public record SourceFile(String path, long size, Opener opener) {
  /** Opens content; the stream is closed by whoever reads it. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }
}
