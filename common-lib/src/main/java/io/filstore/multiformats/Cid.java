package io.filstore.multiformats;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Content identifier, version 0 or 1 (multiformats/cid). Immutable; equal if the bytes are equal,
 * so the two versions of one block are different keys. The text form is always the canonical one:
 * base58btc without prefix for version 0, lower-case base32 for version 1.
 */
public final class Cid implements Comparable<Cid> {
  public static final long CBOR = 0x51;
  public static final long RAW = 0x55;
  public static final long DAG_PB = 0x70;
  public static final long DAG_CBOR = 0x71;
  public static final long DAG_JSON = 0x129;
  public static final long JSON = 0x200;
  public static final long CAR = 0x202;
  public static final long FIL_COMMITMENT_UNSEALED = 0xf101;

  /** Longest binary CID read, as in go-car. */
  public static final int MAX_LENGTH = 2048;

  private static final int V0_LENGTH = 34;
  private static final int SHA2_256_LENGTH = 32;
  private static final int V0_TEXT_LENGTH = 46;
  private static final int MAX_TEXT_LENGTH = 2 * MAX_LENGTH + 1;

  private final int version;
  private final long codec;
  private final Multihash multihash;
  private final byte[] bytes;
  private final int hash;

  private Cid(int version, long codec, Multihash multihash) {
    this.version = version;
    this.codec = codec;
    this.multihash = multihash;
    this.bytes = version == 0 ? multihash.bytes() : encode(codec, multihash);
    this.hash = Arrays.hashCode(bytes);
  }

  private static byte[] encode(long codec, Multihash multihash) {
    ByteBuffer out = ByteBuffer.allocate(1 + Varint.length(codec) + multihash.encodedLength());
    out.put((byte) 1);
    Varint.put(out, codec);
    multihash.writeTo(out);
    return out.array();
  }

  public static Cid v1(long codec, Multihash multihash) {
    return new Cid(1, codec, multihash);
  }

  /**
   * Version 0, implicitly dag-pb.
   *
   * @throws IllegalArgumentException unless the multihash is a whole sha2-256
   */
  public static Cid v0(Multihash multihash) {
    if (!isWholeSha256(multihash)) {
      throw new IllegalArgumentException("a CIDv0 needs a sha2-256 of 32 bytes, not " + multihash);
    }
    return new Cid(0, DAG_PB, multihash);
  }

  private static boolean isWholeSha256(Multihash multihash) {
    return multihash.code() == Multihash.SHA2_256 && multihash.digestLength() == SHA2_256_LENGTH;
  }

  /** Version 1 with the sha2-256 of {@code block}. */
  public static Cid sha256(long codec, byte[] block) {
    return v1(codec, Multihash.sha256(block));
  }

  /**
   * Reads the text form in any supported base.
   *
   * @throws FormatException if it is not a CID
   */
  public static Cid parse(String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new FormatException("CID text of " + text.length() + " characters is too long");
    }
    if (text.length() == V0_TEXT_LENGTH && text.startsWith("Qm")) {
      return decode(Multibase.BASE58BTC.decodeRaw(text));
    }
    byte[] bytes = Multibase.decode(text);
    if (bytes.length > 0 && bytes[0] == Multihash.SHA2_256) {
      throw new FormatException("a CIDv0 must not carry a multibase prefix");
    }
    return decode(bytes);
  }

  /**
   * Reads a CID that stands alone.
   *
   * @throws FormatException if it is not a CID or bytes follow it
   */
  public static Cid decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Cid cid = read(in);
    if (in.hasRemaining()) {
      throw new FormatException(in.remaining() + " bytes follow the CID");
    }
    return cid;
  }

  /**
   * Reads one CID and moves the position past it.
   *
   * @throws FormatException if there is no CID at the position
   */
  public static Cid read(ByteBuffer in) {
    int start = in.position();
    Cid cid = isV0(in) ? v0(Multihash.read(in)) : readV1(in);
    if (in.position() - start > MAX_LENGTH) {
      throw new FormatException(
          "CID of %d bytes, at most %d".formatted(in.position() - start, MAX_LENGTH));
    }
    return cid;
  }

  private static boolean isV0(ByteBuffer in) {
    return in.remaining() >= V0_LENGTH
        && in.get(in.position()) == Multihash.SHA2_256
        && in.get(in.position() + 1) == SHA2_256_LENGTH;
  }

  private static Cid readV1(ByteBuffer in) {
    long version = Varint.read(in);
    if (version != 1) {
      throw new FormatException("CID version " + version + " is not known");
    }
    long codec = Varint.read(in);
    return v1(codec, Multihash.read(in));
  }

  public int version() {
    return version;
  }

  public long codec() {
    return codec;
  }

  public Multihash multihash() {
    return multihash;
  }

  /** Binary form, a fresh copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Length of the binary form. */
  public int length() {
    return bytes.length;
  }

  /** Appends the binary form without a copy. */
  public void writeTo(ByteBuffer out) {
    out.put(bytes);
  }

  /** The same block as version 1. */
  public Cid toV1() {
    return version == 1 ? this : v1(DAG_PB, multihash);
  }

  /** The same block as version 0, which only dag-pb under a whole sha2-256 has. */
  public Optional<Cid> toV0() {
    if (version == 0) {
      return Optional.of(this);
    }
    return codec == DAG_PB && isWholeSha256(multihash)
        ? Optional.of(v0(multihash))
        : Optional.empty();
  }

  /**
   * Binary form of this CID in a base, with its multibase prefix; version 0 has none but its own.
   */
  public String toString(Multibase base) {
    return version == 0 ? toString() : base.encode(bytes);
  }

  /** By unsigned bytes. */
  @Override
  public int compareTo(Cid other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid that && hash == that.hash && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return version == 0 ? Multibase.BASE58BTC.encodeRaw(bytes) : Multibase.BASE32.encode(bytes);
  }
}
