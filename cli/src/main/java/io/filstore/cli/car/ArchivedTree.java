package io.filstore.cli.car;

import io.filstore.car.CarFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;

/**
 * A tree of files in an open archive.
 *
 * @param root where the path begins
 * @param path what is asked for
 */
record ArchivedTree(LocalFile local, CarFile blocks, Cid root, String path)
    implements AutoCloseable {

  UnixFsReader reader() {
    return new UnixFsReader(blocks);
  }

  /**
   * What the path leads to.
   *
   * @throws FormatException if it leads nowhere
   */
  Cid start() throws IOException {
    return reader()
        .resolve(root, path)
        .orElseThrow(() -> new FormatException("there is no '%s' in %s".formatted(path, root)));
  }

  @Override
  public void close() throws IOException {
    try {
      blocks.close();
    } finally {
      local.close();
    }
  }
}
