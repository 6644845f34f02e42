package io.filstore.libp2p;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;

/**
 * Names a peer by its public key, or by the key's SHA-256 (libp2p specs, peer-ids).
 *
 * @param multihash identity of the key's protobuf form, or sha2-256 of 32 bytes
 */
public record PeerId(Multihash multihash) {

  /** Keys up to this length in their protobuf form are not hashed. */
  private static final int MAX_INLINE = 42;

  private static final int SHA256 = 32;

  public PeerId {
    boolean hashed = multihash.code() == Multihash.SHA2_256 && multihash.digestLength() == SHA256;
    if (multihash.code() != Multihash.IDENTITY && !hashed) {
      throw new FormatException(
          "peer id is hashed with 0x%x to %d bytes, must be identity or sha2-256"
              .formatted(multihash.code(), multihash.digestLength()));
    }
  }

  /**
   * The name of a key.
   *
   * @param publicKey its protobuf form
   */
  public static PeerId of(byte[] publicKey) {
    return new PeerId(
        publicKey.length <= MAX_INLINE
            ? Multihash.of(Multihash.IDENTITY, publicKey)
            : Multihash.sha256(publicKey));
  }

  /**
   * Reads the binary form.
   *
   * @throws FormatException for anything but one multihash of a kind that names peers
   */
  public static PeerId decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Multihash multihash = Multihash.read(in);
    if (in.hasRemaining()) {
      throw new FormatException(in.remaining() + " bytes follow the peer id");
    }
    return new PeerId(multihash);
  }

  /**
   * Reads base58 as {@code 12D3KooW...} and {@code Qm...}, or the text of a CID.
   *
   * @throws FormatException for anything else
   */
  public static PeerId parse(String text) {
    return text.startsWith("Qm") || text.startsWith("1")
        ? decode(Multibase.BASE58BTC.decodeRaw(text))
        : new PeerId(Cid.parse(text).multihash());
  }

  /** The binary form. */
  public byte[] bytes() {
    return multihash.bytes();
  }

  /** CID version 1 with the codec libp2p-key. */
  public Cid cid() {
    return Cid.v1(Multicodec.LIBP2P_KEY.code(), multihash);
  }

  /** The base58 form. */
  @Override
  public String toString() {
    return Multibase.BASE58BTC.encodeRaw(bytes());
  }
}
