package io.filstore.unixfs.extract;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Writes trees into a folder. Files appear under their names when they are complete; symbolic links
 * are made after everything else, so nothing can be written through one. A name that the file
 * system takes for one written just before (by letter case or normal form) is an error, not a
 * replacement.
 */
public final class Extractor {
  private final UnixFsReader reader;
  private final ExtractOptions options;
  private final LongConsumer progress;

  /**
   * @param progress is told of bytes written
   */
  public Extractor(UnixFsReader reader, ExtractOptions options, LongConsumer progress) {
    this.reader = reader;
    this.options = options;
    this.progress = progress;
  }

  public Extractor(UnixFsReader reader, ExtractOptions options) {
    this(reader, options, bytes -> {});
  }

  /**
   * Extracts what a path leads to. The entries of a directory go into the folder itself if the path
   * is empty, and under the path otherwise; a file or symlink that is the root gets a name.
   *
   * @param folder is made if it is not there
   * @param name of a root that is no directory
   * @throws OccupiedException if the user has something there that is not to be replaced
   * @throws ExtractException if something cannot be put where it belongs, the file system does not
   *     take it, or a limit is reached
   * @throws io.filstore.multiformats.FormatException if blocks contradict themselves
   * @throws io.filstore.unixfs.BlockMissingException if the way to the path is not there
   */
  public Extracted extract(Cid root, String path, Path folder, String name) throws IOException {
    Cid start =
        reader
            .resolve(root, path)
            .orElseThrow(() -> new ExtractException(path, "is not in " + root));
    ExtractRun run = new ExtractRun(reader, options, folder, progress);
    UnixFsStat stat = reader.stat(start);
    boolean lone = stat.kind() == UnixFsStat.Kind.FILE || stat.kind() == UnixFsStat.Kind.SYMLINK;
    return run.extract(start, lone && path.isEmpty() ? name : path);
  }
}
