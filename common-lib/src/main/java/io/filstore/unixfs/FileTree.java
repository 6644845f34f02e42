package io.filstore.unixfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The balanced tree above the leaves of one file, built while they arrive: for every level the
 * nodes that have no parent yet, at most {@code width} of them.
 */
final class FileTree {
  private final BlockWriter out;
  private final int width;
  private final List<List<Entry>> levels = new ArrayList<>();

  FileTree(BlockWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  void leaf(Entry leaf) throws IOException {
    add(0, leaf);
  }

  private void add(int level, Entry node) throws IOException {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<Entry> waiting = levels.get(level);
    waiting.add(node);
    if (waiting.size() == width) {
      closeParent(level);
    }
  }

  private void closeParent(int level) throws IOException {
    List<Entry> children = levels.get(level);
    Entry parent = write(children);
    children.clear();
    add(level + 1, parent);
  }

  /** The root, once every leaf is there. A single leaf is its own root. */
  Entry finish() throws IOException {
    for (int level = 0; ; level++) {
      List<Entry> waiting = levels.get(level);
      if (level == levels.size() - 1 && waiting.size() == 1) {
        return waiting.getFirst();
      }
      if (!waiting.isEmpty()) {
        closeParent(level);
      }
    }
  }

  private Entry write(List<Entry> children) throws IOException {
    List<PbLink> links = new ArrayList<>(children.size());
    List<Long> sizes = new ArrayList<>(children.size());
    long size = 0;
    long tsize = 0;
    for (Entry child : children) {
      links.add(new PbLink(child.cid(), "", child.tsize()));
      sizes.add(child.size());
      size += child.size();
      tsize += child.tsize();
    }
    byte[] block = DagPb.encode(new PbNode(links, UnixFsData.file(size, sizes).encode()));
    return new Entry(out.node(block), size, tsize + block.length);
  }
}
