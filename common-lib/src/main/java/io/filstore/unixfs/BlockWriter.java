package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes blocks with one digest object and hands them on. */
final class BlockWriter {
  private final MessageDigest sha256;
  private final BlockSink sink;

  BlockWriter(BlockSink sink) {
    this.sink = sink;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Cid leaf(byte[] buffer, int length) throws IOException {
    return write(Cid.RAW, buffer, length);
  }

  Cid node(byte[] block) throws IOException {
    return write(Cid.DAG_PB, block, block.length);
  }

  private Cid write(long codec, byte[] buffer, int length) throws IOException {
    sha256.update(buffer, 0, length);
    Cid cid = Cid.v1(codec, Multihash.of(Multihash.SHA2_256, sha256.digest()));
    sink.block(cid, buffer, 0, length);
    return cid;
  }
}
