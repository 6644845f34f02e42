package io.filstore.libp2p;

import io.filstore.multiformats.FormatException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private key of a peer (RFC 8032); its signatures are deterministic. */
public final class Ed25519Key {

  /** Bytes of the seed that is the secret. */
  public static final int SEED = 32;

  /** Key type 1 and data of 32 bytes, in protobuf (libp2p specs, peer-ids). */
  private static final byte[] PREFIX = {0x08, 0x01, 0x12, 0x20};

  private final Ed25519PrivateKeyParameters secret;
  private final byte[] publicKey;

  private Ed25519Key(Ed25519PrivateKeyParameters secret) {
    this.secret = secret;
    this.publicKey = Arrays.copyOf(PREFIX, PREFIX.length + Ed25519.PUBLIC_KEY_SIZE);
    byte[] point = secret.generatePublicKey().getEncoded();
    System.arraycopy(point, 0, publicKey, PREFIX.length, point.length);
  }

  /** A new key. */
  public static Ed25519Key generate(SecureRandom random) {
    return new Ed25519Key(new Ed25519PrivateKeyParameters(random));
  }

  /**
   * The key of a seed.
   *
   * @throws IllegalArgumentException for another length; the message does not show it
   */
  public static Ed25519Key ofSeed(byte[] seed) {
    if (seed.length != SEED) {
      throw new IllegalArgumentException(
          "an ed25519 seed has %d bytes, not %d".formatted(SEED, seed.length));
    }
    return new Ed25519Key(new Ed25519PrivateKeyParameters(seed, 0));
  }

  /** The secret, to be kept sealed. */
  public byte[] seed() {
    return secret.getEncoded();
  }

  /** The public key in its protobuf form, 36 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  public PeerId peerId() {
    return PeerId.of(publicKey);
  }

  /** 64 bytes. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    secret.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /**
   * Whether the owner of the key signed the message.
   *
   * @param publicKey its protobuf form
   * @throws FormatException for a key of another type than ed25519
   */
  public static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    int length = PREFIX.length + Ed25519.PUBLIC_KEY_SIZE;
    if (publicKey.length != length
        || !Arrays.equals(publicKey, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      throw new FormatException(
          "public key of %d bytes is no ed25519 key, which has %d"
              .formatted(publicKey.length, length));
    }
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, PREFIX.length, message, 0, message.length);
  }

  /** The secret must not reach a log. */
  @Override
  public String toString() {
    return "Ed25519Key[" + peerId() + "]";
  }
}
