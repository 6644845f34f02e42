package io.filstore.piece;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The CID of a piece, in one of two forms. Version 1 ({@code baga6ea4seaq...}, codec 0xf101, hash
 * 0x1012) is the bare root and is what deals and the chain carry; version 2 of FRC-0069 ({@code
 * bafkzcib...}, codec 0x55, hash 0x1011) adds the piece size and the payload size. Equal if the CID
 * is equal: the two forms of one piece are not.
 */
public final class PieceCid {

  private static final int ROOT = TreeHasher.NODE;

  private final Cid cid;
  private final byte[] root;

  /** Present in version 2 only. */
  private final @Nullable PaddedPieceSize size;

  private final long rawSize;

  private PieceCid(Cid cid, byte[] root, @Nullable PaddedPieceSize size, long rawSize) {
    this.cid = cid;
    this.root = root;
    this.size = size;
    this.rawSize = rawSize;
  }

  /**
   * Reads either form.
   *
   * @throws FormatException if the text is no CID or not that of an unsealed piece
   */
  public static PieceCid parse(String text) {
    return of(Cid.parse(text));
  }

  /**
   * Takes either form.
   *
   * @throws FormatException unless it is the CID of an unsealed piece of 128 bytes to 64 GiB
   */
  public static PieceCid of(Cid cid) {
    Multihash hash = cid.multihash();
    if (cid.codec() == Cid.FIL_COMMITMENT_UNSEALED
        && hash.code() == Multihash.SHA2_256_TRUNC254_PADDED) {
      return new PieceCid(cid, readRoot(ByteBuffer.wrap(hash.digest()), cid), null, 0);
    }
    if (cid.codec() == Cid.RAW && hash.code() == Multihash.FR32_TRUNC254) {
      return readV2(cid, ByteBuffer.wrap(hash.digest()));
    }
    throw new FormatException(
        "not a piece CID: codec 0x%x with hash 0x%x".formatted(cid.codec(), hash.code()));
  }

  /** Version 1 of a 32-byte root. */
  public static PieceCid v1(byte[] root) {
    byte[] checked = checkedRoot(root).clone();
    Multihash hash = Multihash.of(Multihash.SHA2_256_TRUNC254_PADDED, checked);
    return new PieceCid(Cid.v1(Cid.FIL_COMMITMENT_UNSEALED, hash), checked, null, 0);
  }

  /**
   * Version 2 of a root and the payload it was taken over, in the smallest piece that holds it. For
   * a whole piece the payload is {@link PaddedPieceSize#unpadded()}.
   *
   * @throws PieceSizeException if no piece holds that payload
   */
  public static PieceCid v2(byte[] root, long rawSize) {
    byte[] checked = checkedRoot(root).clone();
    PaddedPieceSize size = PaddedPieceSize.forPayload(rawSize);
    long padding = size.unpadded() - rawSize;
    ByteBuffer digest = ByteBuffer.allocate(Varint.length(padding) + 1 + ROOT);
    Varint.put(digest, padding);
    digest.put((byte) size.height()).put(checked);
    Multihash hash = Multihash.of(Multihash.FR32_TRUNC254, digest.array());
    return new PieceCid(Cid.v1(Cid.RAW, hash), checked, size, rawSize);
  }

  /** Version 2 of the same piece; needs the payload size unless this already is version 2. */
  public PieceCid toV2(long payloadSize) {
    return v2(root, payloadSize);
  }

  /** The CID as it was given. */
  public Cid cid() {
    return cid;
  }

  /** The CID in version 1, the key under which deals know the piece. */
  public Cid v1() {
    return isV2() ? v1(root).cid : cid;
  }

  /** Whether it carries the sizes. */
  public boolean isV2() {
    return size != null;
  }

  /** Payload bytes, in version 2. */
  public OptionalLong rawSize() {
    return isV2() ? OptionalLong.of(rawSize) : OptionalLong.empty();
  }

  /** Piece size, in version 2. */
  public Optional<PaddedPieceSize> size() {
    return Optional.ofNullable(size);
  }

  /** A copy of the 32-byte root. */
  public byte[] root() {
    return root.clone();
  }

  static byte[] checkedRoot(byte[] root) {
    if (root.length != ROOT || (root[ROOT - 1] & 0xc0) != 0) {
      throw new IllegalArgumentException(
          "a piece root is 32 bytes with two zero bits at the top, this is " + root.length);
    }
    return root;
  }

  private static PieceCid readV2(Cid cid, ByteBuffer digest) {
    long padding = Varint.read(digest);
    if (digest.remaining() != 1 + ROOT) {
      throw new FormatException(
          "piece CID %s: %d bytes after the padding, must be 33"
              .formatted(cid, digest.remaining()));
    }
    PaddedPieceSize size = readSize(digest.get() & 0xff, cid);
    long unpadded = size.unpadded();
    long limit = size.equals(PaddedPieceSize.MIN) ? unpadded + 1 : unpadded / 2;
    if (padding >= limit) {
      throw new FormatException(
          "piece CID %s: padding is %d of %d bytes, must be below %d"
              .formatted(cid, padding, unpadded, limit));
    }
    return new PieceCid(cid, readRoot(digest, cid), size, unpadded - padding);
  }

  private static PaddedPieceSize readSize(int height, Cid cid) {
    try {
      return PaddedPieceSize.ofHeight(height);
    } catch (PieceSizeException e) {
      throw new FormatException("piece CID %s: %s".formatted(cid, e.getMessage()), e);
    }
  }

  private static byte[] readRoot(ByteBuffer in, Cid cid) {
    byte[] root = new byte[in.remaining()];
    in.get(root);
    try {
      return checkedRoot(root);
    } catch (IllegalArgumentException e) {
      throw new FormatException("piece CID %s: %s".formatted(cid, e.getMessage()), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceCid that && cid.equals(that.cid);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(root);
  }

  /** The canonical text of the CID. */
  @Override
  public String toString() {
    return cid.toString();
  }
}
