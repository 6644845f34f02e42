package io.filstore.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps immutable blobs under short names. A name is either absent or leads to all of its bytes: a
 * half-written blob is never visible, whatever instruction the process dies at.
 *
 * <p>Names are 1 to 200 characters of {@code [A-Za-z0-9._-]} that do not begin with a dot; anything
 * else is an {@link IllegalArgumentException}. Implementations are safe for use by many threads and
 * many processes.
 */
public interface BlobStore {

  /**
   * Begins a blob whose name is not known yet. Closing the draft without publishing it removes
   * every trace.
   */
  BlobDraft draft() throws IOException;

  /**
   * Copies {@code in} to its end into the blob {@code name}; an older blob of that name is replaced
   * at once.
   */
  default long put(String name, InputStream in) throws IOException {
    try (BlobDraft draft = draft()) {
      long written = draft.append(in);
      draft.publish(name);
      return written;
    }
  }

  /** Length in bytes, or empty when there is no such blob. */
  Optional<BlobStat> stat(String name) throws IOException;

  /**
   * Opens {@code length} bytes from {@code offset}; the stream ends after them.
   *
   * @throws NoSuchFileException when there is no such blob
   * @throws IndexOutOfBoundsException when the range does not lie inside the blob
   */
  InputStream openRange(String name, long offset, long length) throws IOException;

  /**
   * The blob as a file of this machine, for mapping or sendfile; empty for stores that are reached
   * over a network.
   */
  Optional<Path> file(String name);

  /**
   * Removes the blob; false when there was none. Streams already open keep reading the old bytes.
   */
  boolean delete(String name) throws IOException;

  /** All names that begin with {@code prefix}, sorted. */
  List<String> list(String prefix) throws IOException;
}
