package io.filstore.retrieval.ipfs;

import io.filstore.car.IndexedCar;
import io.filstore.unixfs.BlockSource;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The CAR that holds a CID, open for one answer. */
final class HeldContent implements AutoCloseable {

  private final @Nullable IndexedCar car;
  private final BlockSource source;
  private final String name;

  HeldContent(String name, IndexedCar car) {
    this.name = name;
    this.car = car;
    this.source = car;
  }

  private HeldContent() {
    this.name = "identity";
    this.car = null;
    this.source = cid -> null;
  }

  /** No CAR at all: enough for CIDs that carry their block. */
  static HeldContent none() {
    return new HeldContent();
  }

  Blocks blocks() {
    return new Blocks(name, source);
  }

  /** Files and folders; it checks every block by itself. */
  UnixFsReader files() {
    return new UnixFsReader(source);
  }

  @Override
  public void close() throws IOException {
    if (car != null) {
      car.close();
    }
  }
}
