package io.filstore.unixfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Encodes and hashes nodes and hands them on. Not thread-safe. */
final class NodeWriter {
  private final NodeSink sink;
  private final int cidVersion;
  private final MessageDigest sha256;

  NodeWriter(NodeSink sink, int cidVersion) {
    this.sink = sink;
    this.cidVersion = cidVersion;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  long mark() {
    return sink.mark();
  }

  /** Writes a node; the entry tells its cumulative size, its content size is {@code size}. */
  Entry write(List<PbLink> links, UnixFsData data, long size, long since) throws IOException {
    byte[] block = DagPb.encode(new PbNode(links, data.encode()));
    Multihash hash = Multihash.of(Multihash.SHA2_256, sha256.digest(block));
    Cid cid = cidVersion == 0 ? Cid.v0(hash) : Cid.v1(Cid.DAG_PB, hash);
    sink.node(cid, block, since);
    long tsize = block.length;
    for (PbLink link : links) {
      tsize += link.tsize();
    }
    return new Entry(cid, size, tsize);
  }
}
