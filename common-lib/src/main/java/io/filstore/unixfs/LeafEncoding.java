package io.filstore.unixfs;

import io.filstore.ipld.ProtobufWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What stands around the content of one leaf, known before a byte of it is read. Obtained from
 * {@link Profile#leafEncoding}.
 */
public final class LeafEncoding {
  private static final LeafEncoding RAW = new LeafEncoding(new byte[0], new byte[0], Cid.RAW, 1);

  private final byte[] prefix;
  private final byte[] suffix;
  private final long codec;
  private final int cidVersion;

  private LeafEncoding(byte[] prefix, byte[] suffix, long codec, int cidVersion) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.codec = codec;
    this.cidVersion = cidVersion;
  }

  static LeafEncoding raw() {
    return RAW;
  }

  static LeafEncoding dagPb(int contentLength, Metadata metadata, int cidVersion) {
    byte[] without = UnixFsData.file(contentLength, List.of(), metadata).encode();
    byte[] suffix = Arrays.copyOfRange(without, 2, without.length);
    int data = contentLength == 0 ? 0 : ProtobufWriter.fieldLength(contentLength);
    int message = without.length + data;
    ByteBuffer prefix =
        ByteBuffer.allocate(ProtobufWriter.fieldLength(message) - suffix.length - contentLength);
    ProtobufWriter out = new ProtobufWriter(prefix);
    out.header(1, message);
    out.varint(1, UnixFsData.Type.FILE.ordinal());
    if (contentLength > 0) {
      out.header(2, contentLength);
    }
    return new LeafEncoding(prefix.array(), suffix, Cid.DAG_PB, cidVersion);
  }

  /** Bytes before the content; a fresh copy, empty for raw leaves. */
  public byte[] prefix() {
    return prefix.clone();
  }

  /** Bytes after the content; a fresh copy, empty for raw leaves. */
  public byte[] suffix() {
    return suffix.clone();
  }

  /** Bytes that the block has beside its content. */
  public int overhead() {
    return prefix.length + suffix.length;
  }

  public long codec() {
    return codec;
  }

  /** CID of the block whose sha2-256 is {@code digest}. */
  public Cid cid(byte[] digest) {
    Multihash hash = Multihash.of(Multihash.SHA2_256, digest);
    return cidVersion == 0 ? Cid.v0(hash) : Cid.v1(codec, hash);
  }
}
