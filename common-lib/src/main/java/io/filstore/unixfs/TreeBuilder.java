package io.filstore.unixfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Imports a whole tree on the calling thread. Blocks come depth first in the byte order of names,
 * children before parents, so the same files give the same sequence on every machine.
 */
public final class TreeBuilder implements TreeVisitor {
  private final TreeAssembler tree;
  private final ContentReader content;

  private TreeBuilder(Profile profile, BlockSink sink, TreeListener listener) {
    this.tree = ContentReader.assembler(profile, sink, listener);
    this.content = new ContentReader(profile, tree, sink);
  }

  /**
   * Imports everything a source has.
   *
   * @return the root
   * @throws SourceChangedException if a file has another size than announced
   */
  public static Entry importTree(
      Profile profile, TreeSource source, BlockSink sink, TreeListener listener)
      throws IOException {
    TreeBuilder builder = new TreeBuilder(profile, sink, listener);
    source.walk(builder);
    return builder.tree.root();
  }

  /** Imports files as {@link TreeSource#ofFiles} arranges them. */
  public static Entry importTree(
      Profile profile, List<SourceFile> files, BlockSink sink, TreeListener listener)
      throws IOException {
    return importTree(profile, TreeSource.ofFiles(files), sink, listener);
  }

  @Override
  public void beginDirectory(String name, String path, Metadata metadata) {
    tree.beginDirectory(name, metadata);
  }

  @Override
  public void endDirectory() throws IOException {
    tree.endDirectory();
  }

  @Override
  public void symlink(String name, String path, String target, Metadata metadata)
      throws IOException {
    tree.symlink(name, target, metadata);
  }

  @Override
  public void file(String name, SourceFile file) throws IOException {
    try (InputStream bytes = file.opener().open()) {
      if (file.size() == SourceFile.UNKNOWN) {
        content.file(name, bytes);
      } else {
        content.file(name, bytes, file.size(), file.metadata());
      }
    }
  }
}
