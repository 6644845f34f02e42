package io.filstore.unixfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.ipld.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns files and directories into blocks under one profile. Content is read once and never held:
 * the importer needs one chunk and, per level of the tree, the links of one node. Not thread-safe.
 */
public final class UnixFsImporter {
  private final Profile profile;
  private final BlockWriter out;
  private final byte[] chunk;

  public UnixFsImporter(Profile profile, BlockSink sink) {
    this.profile = profile;
    this.out = new BlockWriter(sink);
    this.chunk = new byte[profile.chunkSize()];
  }

  /** Reads a file to its end; an empty one is one empty leaf. Does not close the stream. */
  public Entry file(InputStream content) throws IOException {
    FileTree tree = new FileTree(out, profile.width());
    int length = content.readNBytes(chunk, 0, chunk.length);
    do {
      tree.leaf(new Entry(out.leaf(chunk, length), length, length));
      length = length < chunk.length ? 0 : content.readNBytes(chunk, 0, chunk.length);
    } while (length > 0);
    return tree.finish();
  }

  /**
   * Writes a directory.
   *
   * @param children entries by name, in any order
   * @throws InvalidPathException for a name that is not allowed
   * @throws DirectoryTooLargeException if the block exceeds the limit of the profile
   */
  public Entry directory(Map<String, Entry> children) throws IOException {
    return directory("", children);
  }

  Entry directory(String path, Map<String, Entry> children) throws IOException {
    byte[] data = UnixFsData.directory().encode();
    List<PbLink> links = new ArrayList<>(children.size());
    long blockBytes = data.length + 2L;
    long size = 0;
    long tsize = 0;
    for (Map.Entry<String, Entry> child : children.entrySet()) {
      String name = Names.requireName(child.getKey());
      Entry entry = child.getValue();
      links.add(new PbLink(entry.cid(), name, entry.tsize()));
      blockBytes += DagPb.linkCost(entry.cid(), Utf8.encode(name).length, entry.tsize());
      size += entry.size();
      tsize += entry.tsize();
    }
    if (blockBytes > profile.directoryLimit()) {
      throw new DirectoryTooLargeException(
          path, links.size(), blockBytes, profile.directoryLimit());
    }
    byte[] block = DagPb.encode(new PbNode(links, data));
    return new Entry(out.node(block), size, tsize + block.length);
  }
}
