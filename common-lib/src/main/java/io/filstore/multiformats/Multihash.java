package io.filstore.multiformats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Hash code, length and digest (multiformats/multihash). The digest is copied on the way in and
 * out.
 *
 * @param code multicodec of the hash function; unknown codes can be carried but not verified
 * @param digest the digest bytes; for {@link #IDENTITY} the data itself
 */
public record Multihash(long code, byte[] digest) {
  public static final long IDENTITY = 0x00;
  public static final long SHA2_256 = 0x12;
  public static final long SHA2_512 = 0x13;
  public static final long SHA3_256 = 0x16;
  public static final long BLAKE2B_256 = 0xb220;
  public static final long BLAKE2B_512 = 0xb240;

  /** Piece CID v2: {@code fr32-sha256-trunc254-padbintree}. */
  public static final long FR32_TRUNC254 = 0x1011;

  /** Piece CID v1: {@code sha2-256-trunc254-padded}. */
  public static final long SHA2_256_TRUNC254_PADDED = 0x1012;

  /** Most bytes that an identity hash should hold, as in go-verifcid. */
  public static final int MAX_IDENTITY = 128;

  public Multihash {
    if (code < 0) {
      throw new IllegalArgumentException("hash code must not be negative: " + code);
    }
    digest = digest.clone();
  }

  public static Multihash of(long code, byte[] digest) {
    return new Multihash(code, digest);
  }

  public static Multihash sha256(byte[] data) {
    return new Multihash(SHA2_256, Hashes.sha256().digest(data));
  }

  /**
   * The hash of everything that is left in a stream, of any length.
   *
   * @throws FormatException if the function is not known, or for more than {@link #MAX_IDENTITY}
   *     bytes under {@link #IDENTITY}
   */
  public static Multihash of(long code, InputStream in) throws IOException {
    if (code == IDENTITY) {
      byte[] all = in.readNBytes(MAX_IDENTITY + 1);
      if (all.length > MAX_IDENTITY) {
        throw new FormatException(
            "an identity hash holds at most %d bytes, there are more".formatted(MAX_IDENTITY));
      }
      return new Multihash(code, all);
    }
    MessageDigest hash = Hashes.function(code);
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      hash.update(buffer, 0, n);
    }
    return new Multihash(code, hash.digest());
  }

  /**
   * Reads one multihash and moves the position past it.
   *
   * @throws FormatException if it is cut off or a varint is not minimal
   */
  public static Multihash read(ByteBuffer in) {
    long code = Varint.read(in);
    long length = Varint.read(in);
    if (length > in.remaining()) {
      throw new FormatException(
          "digest of %d bytes announced, %d bytes left".formatted(length, in.remaining()));
    }
    byte[] digest = new byte[(int) length];
    in.get(digest);
    return new Multihash(code, digest);
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  /** Length of the digest in bytes. */
  public int digestLength() {
    return digest.length;
  }

  /** Code, length and digest as they stand in a CID. */
  public byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(encodedLength());
    writeTo(out);
    return out.array();
  }

  int encodedLength() {
    return Varint.length(code) + Varint.length(digest.length) + digest.length;
  }

  void writeTo(ByteBuffer out) {
    Varint.put(out, code);
    Varint.put(out, digest.length);
    out.put(digest);
  }

  /** Compares a block with this hash, as far as the function is known. */
  public Verification verify(byte[] block) {
    return verify(block, 0, block.length);
  }

  /** As {@link #verify(byte[])} for a part of an array. */
  public Verification verify(byte[] block, int offset, int length) {
    if (code == IDENTITY) {
      return outcome(Arrays.equals(digest, 0, digest.length, block, offset, offset + length));
    }
    int whole = Hashes.length(code);
    if (whole < 0) {
      return Verification.UNKNOWN_HASH;
    }
    if (digest.length < whole) {
      return Verification.TRUNCATED;
    }
    return outcome(Arrays.equals(digest, Hashes.digest(code, block, offset, length)));
  }

  private static Verification outcome(boolean equal) {
    return equal ? Verification.MATCHES : Verification.DIFFERS;
  }

  /**
   * Whether {@code block} has this hash. A truncated digest verifies nothing.
   *
   * @throws FormatException if the hash function is not known: what cannot be checked is not valid
   */
  public boolean verifies(byte[] block) {
    return verifies(block, 0, block.length);
  }

  /** As {@link #verifies(byte[])} for a part of an array. */
  public boolean verifies(byte[] block, int offset, int length) {
    return switch (verify(block, offset, length)) {
      case MATCHES -> true;
      case DIFFERS, TRUNCATED -> false;
      case UNKNOWN_HASH ->
          throw new FormatException("hash " + Multicodec.name(code) + " cannot be verified");
    };
  }

  /**
   * As {@link #verifies(byte[])} for everything that is left in a stream.
   *
   * @throws FormatException if the hash function is not known
   */
  public boolean verifies(InputStream in) throws IOException {
    return equals(of(code, in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multihash that
        && code == that.code
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(code) + Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(code) + ":" + HexFormat.of().formatHex(digest);
  }
}
