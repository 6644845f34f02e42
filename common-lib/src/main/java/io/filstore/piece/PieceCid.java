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
   * @throws PieceSizeException if no piece holds that payload, or if it is shorter than 127 bytes,
   *     which go-fil-commcid does not encode: see {@link #v2OfSmall}
   */
  public static PieceCid v2(byte[] root, long rawSize) {
    if (rawSize < Fr32.RAW_QUAD) {
      throw new PieceSizeException(
          "payload is %d bytes, a piece CID v2 needs at least %d"
              .formatted(rawSize, Fr32.RAW_QUAD));
    }
    return encodeV2(root, rawSize);
  }

  /**
   * Version 2 of a payload shorter than 127 bytes, which FRC-0069 defines and some peers refuse.
   *
   * @throws PieceSizeException unless the payload is 0 to 126 bytes
   */
  public static PieceCid v2OfSmall(byte[] root, long rawSize) {
    requireSmall(rawSize);
    return encodeV2(root, rawSize);
  }

  /**
   * Version 2 for a payload of 0 to 126 bytes, zero-extended to 127 before it is hashed (FRC-0069).
   * The only form for payloads below {@link CommP#MIN_PAYLOAD}: version 1 would not tell them from
   * their extension, and other implementations give none.
   *
   * @throws PieceSizeException if the payload is longer
   */
  public static PieceCid ofSmallPayload(byte[] payload) {
    requireSmall(payload.length);
    CommP commP = new CommP();
    commP.update(Arrays.copyOf(payload, Fr32.RAW_QUAD), 0, Fr32.RAW_QUAD);
    return encodeV2(commP.finish().root(), payload.length);
  }

  private static void requireSmall(long rawSize) {
    if (rawSize < 0 || rawSize >= Fr32.RAW_QUAD) {
      throw new PieceSizeException(
          "payload is %d bytes, a small one has 0 to %d".formatted(rawSize, Fr32.RAW_QUAD - 1));
    }
  }

  private static PieceCid encodeV2(byte[] root, long rawSize) {
    byte[] checked = checkedRoot(root).clone();
    PaddedPieceSize size = PaddedPieceSize.forPayload(rawSize);
    long padding = size.unpadded() - rawSize;
    ByteBuffer digest = ByteBuffer.allocate(Varint.length(padding) + 1 + ROOT);
    Varint.put(digest, padding);
    digest.put((byte) size.height()).put(checked);
    Multihash hash = Multihash.of(Multihash.FR32_TRUNC254, digest.array());
    return new PieceCid(Cid.v1(Cid.RAW, hash), checked, size, rawSize);
  }

  /**
   * Version 2 of the same piece for that payload.
   *
   * @throws PieceSizeException if no piece holds that payload, if it is shorter than 127 bytes, or
   *     if this already is version 2 and says another payload size
   */
  public PieceCid toV2(long payloadSize) {
    if (isV2() && rawSize != payloadSize) {
      throw new PieceSizeException(
          "piece CID %s is of %d payload bytes, not %d".formatted(cid, rawSize, payloadSize));
    }
    return isV2() ? this : v2(root, payloadSize);
  }

  /**
   * Version 2 where only the piece size is known: the whole piece, without padding. An aggregate
   * knows its pieces in this form.
   *
   * @throws PieceSizeException if this is version 2 and says another piece size
   */
  public PieceCid toWholePiece(PaddedPieceSize pieceSize) {
    if (isV2() && !pieceSize.equals(size)) {
      throw new PieceSizeException(
          "piece CID %s is of %s padded bytes, not %s".formatted(cid, size, pieceSize));
    }
    return v2(root, pieceSize.unpadded());
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
