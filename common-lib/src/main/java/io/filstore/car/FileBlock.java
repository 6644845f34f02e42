package io.filstore.car;

import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.StoredBlock;
import java.io.IOException;
import java.io.OutputStream;

/** A block that stays in its file. */
record FileBlock(FileSlice slice) implements StoredBlock {

  @Override
  public int length() {
    return (int) slice.length();
  }

  @Override
  public byte[] bytes() throws IOException {
    return slice.bytes();
  }

  @Override
  public boolean verifies(Multihash hash) throws IOException {
    return hash.verifies(slice.open());
  }

  @Override
  public void write(int from, int length, OutputStream out) throws IOException {
    slice.part(from, length).writeTo(out);
  }
}
