package io.filstore.unixfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns single files and directories into blocks under one profile, on the calling thread. Content
 * is read once and never held: the importer needs one chunk and, per level of the tree, the links
 * of one node. Not thread-safe.
 */
public final class UnixFsImporter {
  private final Profile profile;
  private final BlockSink sink;

  public UnixFsImporter(Profile profile, BlockSink sink) {
    this.profile = profile;
    this.sink = sink;
  }

  /** Reads a file to its end; an empty one is one empty leaf. Does not close the stream. */
  public Entry file(InputStream content) throws IOException {
    TreeAssembler tree = ContentReader.assembler(profile, sink, TreeListener.NONE);
    return new ContentReader(profile, tree, sink).file("", content);
  }

  /**
   * Writes a directory.
   *
   * @param children entries by name, in any order
   * @throws InvalidPathException for a name that is not allowed
   */
  public Entry directory(Map<String, Entry> children) throws IOException {
    TreeAssembler tree = ContentReader.assembler(profile, sink, TreeListener.NONE);
    TreeMap<String, Entry> sorted = new TreeMap<>(Names.PATH_ORDER);
    sorted.putAll(children);
    tree.beginDirectory("", Metadata.NONE);
    sorted.forEach(tree::finished);
    tree.endDirectory();
    return tree.root();
  }
}
