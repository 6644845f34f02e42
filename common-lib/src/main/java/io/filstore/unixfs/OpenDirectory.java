package io.filstore.unixfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.ProtobufWriter;
import io.filstore.ipld.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A directory that still takes children, in the byte order of their names. */
final class OpenDirectory {
  private final String path;
  private final Metadata metadata;
  private final long since;
  private final EntryTable entries = new EntryTable();
  private byte[] last = {};
  private long size;
  private long linksBytes;
  private long blockBytes;

  OpenDirectory(String path, Metadata metadata, long since) {
    this.path = path;
    this.metadata = metadata;
    this.since = since;
    this.blockBytes = ProtobufWriter.fieldLength(UnixFsData.directory(metadata).encode().length);
  }

  String path() {
    return path;
  }

  boolean isEmpty() {
    return entries.size() == 0;
  }

  /** Path of a child. */
  String below(String child) {
    return path.isEmpty() ? child : path + "/" + child;
  }

  /**
   * Notes that a child begins.
   *
   * @throws InvalidPathException if the name is not allowed, stands already, or comes too late
   */
  void expect(String child) {
    byte[] next = Utf8.encode(Names.requireName(child));
    int order = Arrays.compareUnsigned(next, last);
    if (order == 0) {
      throw new InvalidPathException("the path \"" + below(child) + "\" stands twice");
    }
    if (order < 0) {
      throw new InvalidPathException(
          "the path \"%s\" comes after \"%s\", against the byte order of names"
              .formatted(below(child), below(Utf8.decode(ByteBuffer.wrap(last)))));
    }
    last = next;
  }

  /** Takes the child that was expected last. */
  void add(Entry child) {
    entries.add(last, child.cid(), child.tsize());
    size += child.size();
    linksBytes += last.length + child.cid().length();
    blockBytes += DagPb.linkCost(child.cid(), last.length, child.tsize());
  }

  Entry write(NodeWriter out, Sharding sharding) throws IOException {
    if (isSharded(sharding)) {
      return new HamtWriter(out, entries, sharding.fanout(), since).write(metadata, size);
    }
    List<PbLink> links = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      links.add(entries.link("", i));
    }
    return out.write(links, UnixFsData.directory(metadata), size, since);
  }

  private boolean isSharded(Sharding sharding) {
    long measured =
        switch (sharding.rule()) {
          case BLOCK_BYTES -> blockBytes;
          case LINKS_BYTES -> linksBytes;
          case ENTRIES -> entries.size();
        };
    return entries.size() > 0 && measured > sharding.limit();
  }
}
