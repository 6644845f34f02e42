package io.filstore.unixfs;

import io.filstore.ipld.PbLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The balanced tree above the leaves of one file, built while they arrive: for every level the
 * nodes that have no parent yet, at most {@code width} of them.
 */
final class FileTree {
  private final NodeWriter out;
  private final int width;
  private final long fileSize;
  private final Metadata metadata;
  private final List<Level> levels = new ArrayList<>();
  private long nextLeaf;

  /**
   * @param fileSize bytes of the whole file; of no meaning without metadata
   */
  FileTree(NodeWriter out, int width, long fileSize, Metadata metadata) {
    this.out = out;
    this.width = width;
    this.fileSize = fileSize;
    this.metadata = metadata;
    this.nextLeaf = out.mark();
  }

  /** Nodes of one height that wait for their parent, and where the first of them began. */
  private static final class Level {
    private final List<Entry> nodes = new ArrayList<>();
    private long since;
  }

  void leaf(Entry leaf) throws IOException {
    if (add(0, leaf, nextLeaf)) {
      nextLeaf = out.mark();
    }
  }

  /** Whether the node filled its level, so that parents were written. */
  private boolean add(int height, Entry node, long since) throws IOException {
    if (height == levels.size()) {
      levels.add(new Level());
    }
    Level level = levels.get(height);
    if (level.nodes.isEmpty()) {
      level.since = since;
    }
    level.nodes.add(node);
    boolean full = level.nodes.size() == width;
    if (full) {
      close(height);
    }
    return full;
  }

  private void close(int height) throws IOException {
    Level level = levels.get(height);
    Entry parent = write(level);
    level.nodes.clear();
    add(height + 1, parent, level.since);
  }

  /** The root, once every leaf is there. A single leaf is its own root. */
  Entry finish() throws IOException {
    for (int height = 0; ; height++) {
      List<Entry> waiting = levels.get(height).nodes;
      if (height == levels.size() - 1 && waiting.size() == 1) {
        return waiting.getFirst();
      }
      if (!waiting.isEmpty()) {
        close(height);
      }
    }
  }

  private Entry write(Level level) throws IOException {
    List<PbLink> links = new ArrayList<>(level.nodes.size());
    List<Long> sizes = new ArrayList<>(level.nodes.size());
    long size = 0;
    for (Entry child : level.nodes) {
      links.add(new PbLink(child.cid(), "", child.tsize()));
      sizes.add(child.size());
      size += child.size();
    }
    // The node that covers the whole file is its root, and only the root is described.
    Metadata described = size == fileSize ? metadata : Metadata.NONE;
    return out.write(links, UnixFsData.file(size, sizes, described), size, level.since);
  }
}
