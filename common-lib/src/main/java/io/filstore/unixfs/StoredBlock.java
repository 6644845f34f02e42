package io.filstore.unixfs;

import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A block of a source; a large one may stay in its file while it is verified and written, so that
 * it costs little memory however slowly it is taken. It is open as long as its source is.
 */
public interface StoredBlock {
  /** Length in bytes. */
  int length();

  /** All of it, unverified. */
  byte[] bytes() throws IOException;

  /**
   * Whether it has this hash. A truncated digest verifies nothing.
   *
   * @throws io.filstore.multiformats.FormatException if the hash function is not known
   */
  boolean verifies(Multihash hash) throws IOException;

  /** Writes {@code length} bytes from {@code from}. */
  void write(int from, int length, OutputStream out) throws IOException;

  /** A block in memory, which must not be changed. */
  static StoredBlock of(byte[] block) {
    return new InMemory(block);
  }

  /** See {@link #of}. */
  final class InMemory implements StoredBlock {
    private final byte[] block;

    private InMemory(byte[] block) {
      this.block = block;
    }

    @Override
    public int length() {
      return block.length;
    }

    @Override
    public byte[] bytes() {
      return block;
    }

    @Override
    public boolean verifies(Multihash hash) {
      return hash.verifies(block);
    }

    @Override
    public void write(int from, int length, OutputStream out) throws IOException {
      out.write(block, from, length);
    }
  }
}
