package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;

/** The file whose leaves are arriving. */
final class OpenFile {
  private static final long UNKNOWN = -1;

  private final Profile profile;
  private final String path;
  private final long announced;
  private final Metadata metadata;
  private final FileTree tree;
  private long size;
  private boolean begun;

  private OpenFile(
      Profile profile, NodeWriter out, String path, long announced, Metadata metadata) {
    this.profile = profile;
    this.path = path;
    this.announced = announced;
    this.metadata = metadata;
    this.tree = new FileTree(out, profile.width(), announced, metadata);
  }

  static OpenFile of(Profile profile, NodeWriter out, String path, long size, Metadata metadata) {
    if (size < 0) {
      throw new IllegalArgumentException("a file cannot have %d bytes".formatted(size));
    }
    return new OpenFile(profile, out, path, size, metadata);
  }

  static OpenFile ofUnknownSize(Profile profile, NodeWriter out, String path) {
    return new OpenFile(profile, out, path, UNKNOWN, Metadata.NONE);
  }

  String path() {
    return path;
  }

  void leaf(Cid cid, int length) throws IOException {
    if (length < 0 || length > profile.chunkSize() || (length == 0 && begun)) {
      throw new IllegalArgumentException(
          "a leaf of %d bytes is not one of \"%s\"".formatted(length, path));
    }
    if (size % profile.chunkSize() != 0) {
      throw new IllegalStateException("a leaf follows the last one of \"" + path + "\"");
    }
    LeafEncoding encoding = encoding(length);
    if (cid.codec() != encoding.codec()) {
      throw new IllegalArgumentException(
          "leaf %s of \"%s\" must have codec 0x%x".formatted(cid, path, encoding.codec()));
    }
    begun = true;
    size += length;
    tree.leaf(new Entry(cid, length, length + (long) encoding.overhead()));
  }

  private LeafEncoding encoding(int length) {
    return announced == UNKNOWN
        ? profile.leafEncoding(length)
        : profile.leafEncoding(announced, length, metadata);
  }

  Entry finish() throws IOException {
    if (!begun) {
      throw new IllegalStateException(
          "\"" + path + "\" has no leaf; an empty file has an empty one");
    }
    if (announced != UNKNOWN && announced != size) {
      throw new SourceChangedException(path, announced, size);
    }
    return tree.finish();
  }
}
