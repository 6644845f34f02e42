package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Cuts content into leaves, hashes and writes them and tells the assembler, all on one thread.
 * Holds one chunk.
 */
final class ContentReader {
  /** More than a leaf has before or behind its content. */
  private static final int MARGIN = 64;

  private final Profile profile;
  private final TreeAssembler tree;
  private final BlockSink sink;
  private final MessageDigest sha256;
  private final byte[] buffer;

  ContentReader(Profile profile, TreeAssembler tree, BlockSink sink) {
    this.profile = profile;
    this.tree = tree;
    this.sink = sink;
    this.buffer = new byte[MARGIN + profile.chunkSize() + MARGIN];
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The nodes of a tree go to the same place as its leaves. */
  static TreeAssembler assembler(Profile profile, BlockSink sink, TreeListener listener) {
    return new TreeAssembler(
        profile, (cid, block, since) -> sink.block(cid, block, 0, block.length), listener);
  }

  /** A file that is read to its end, whatever its size; an empty one is one empty leaf. */
  Entry file(String name, InputStream content) throws IOException {
    tree.beginFile(name);
    int length = read(content);
    do {
      leaf(profile.leafEncoding(length), length);
      length = length < profile.chunkSize() ? 0 : read(content);
    } while (length > 0);
    return tree.endFile();
  }

  /**
   * A file of known size.
   *
   * @throws SourceChangedException if it has another size; of a longer one no more than a chunk is
   *     read beyond
   */
  Entry file(String name, InputStream content, long size, Metadata metadata) throws IOException {
    tree.beginFile(name, size, metadata);
    long done = 0;
    int length;
    do {
      length = read(content);
      if (length > 0 || done == 0) {
        leaf(profile.leafEncoding(size, length, metadata), length);
      }
      done += length;
    } while (length == profile.chunkSize() && done <= size);
    return tree.endFile();
  }

  private int read(InputStream content) throws IOException {
    return content.readNBytes(buffer, MARGIN, profile.chunkSize());
  }

  private void leaf(LeafEncoding encoding, int length) throws IOException {
    byte[] prefix = encoding.prefix();
    byte[] suffix = encoding.suffix();
    int start = MARGIN - prefix.length;
    int whole = prefix.length + length + suffix.length;
    System.arraycopy(prefix, 0, buffer, start, prefix.length);
    System.arraycopy(suffix, 0, buffer, MARGIN + length, suffix.length);
    sha256.update(buffer, start, whole);
    Cid cid = encoding.cid(sha256.digest());
    sink.block(cid, buffer, start, whole);
    tree.leaf(cid, length);
  }
}
