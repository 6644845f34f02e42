package io.filstore.unixfs;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file to import.
 *
 * @param path relative path with slashes, as {@link Names#requirePath} allows it; empty if the file
 *     is the root
 * @param size bytes it is expected to have, or {@link #UNKNOWN}
 * @param modified a number that changes with the content as far as the source can tell, such as
 *     nanoseconds of modification; 0 where there is none
 * @param metadata what is written about it beside its content
 * @param opener opens the content from its beginning
 */
public record SourceFile(String path, long size, long modified, Metadata metadata, Opener opener) {
  /** Size of a file that is a stream; it is read to its end and cannot have metadata. */
  public static final long UNKNOWN = -1;

  public SourceFile {
    if (size < UNKNOWN || (size == UNKNOWN && !metadata.isEmpty())) {
      throw new IllegalArgumentException(
          "\"%s\" with %d bytes and %s cannot be imported".formatted(path, size, metadata));
    }
  }

  public SourceFile(String path, long size, Opener opener) {
    this(path, size, 0, Metadata.NONE, opener);
  }

  /** The same file elsewhere in the tree. */
  SourceFile at(String otherPath) {
    return new SourceFile(otherPath, size, modified, metadata, opener);
  }

  /** Opens content; the stream is closed by whoever reads it. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }
}
