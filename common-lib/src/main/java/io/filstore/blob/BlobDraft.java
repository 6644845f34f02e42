package io.filstore.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A blob being written: a local file nobody else sees until {@link #publish}. Not thread-safe. */
public interface BlobDraft extends AutoCloseable {

  /**
   * The open file, positioned at its end as far as written; may also be written at earlier
   * positions before publishing.
   */
  FileChannel channel();

  /** Where the draft lies now; valid until it is published or closed. */
  Path path();

  /** Appends all of {@code in} and returns the number of bytes. */
  long append(InputStream in) throws IOException;

  /**
   * Makes the bytes durable and visible under {@code name}: sync the file, rename, sync the folder.
   * After it returns the blob survives a power cut. An older blob of that name is replaced in one
   * step.
   */
  void publish(String name) throws IOException;

  /** Ends the draft; when it was not published its bytes are removed. */
  @Override
  void close() throws IOException;
}
