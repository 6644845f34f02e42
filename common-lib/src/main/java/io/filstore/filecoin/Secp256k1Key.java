package io.filstore.filecoin;

import io.filstore.filecoin.Signature.Type;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.util.BigIntegers;

/** A private key for an f1 address. */
public final class Secp256k1Key implements LocalKey {

  private static final int SECRET = 32;

  private final BigInteger secret;
  private final byte[] publicKey;
  private final FilAddress address;

  private Secp256k1Key(BigInteger secret) {
    this.secret = secret;
    this.publicKey = Secp256k1.publicKey(secret);
    this.address = FilAddress.secp256k1(publicKey);
  }

  /** A new key. */
  public static Secp256k1Key generate(SecureRandom random) {
    byte[] candidate = new byte[SECRET];
    BigInteger number;
    do {
      random.nextBytes(candidate);
      number = new BigInteger(1, candidate);
    } while (!Secp256k1.isPrivateKey(number));
    return new Secp256k1Key(number);
  }

  /**
   * The key of a secret.
   *
   * @param secret 32 bytes, big-endian
   * @throws IllegalArgumentException if it is of another length, zero or not below the curve's
   *     order; the message does not show it
   */
  public static Secp256k1Key fromBytes(byte[] secret) {
    if (secret.length != SECRET) {
      throw new IllegalArgumentException(
          "a secp256k1 secret is 32 bytes, this is " + secret.length);
    }
    BigInteger number = new BigInteger(1, secret);
    if (!Secp256k1.isPrivateKey(number)) {
      throw new IllegalArgumentException("secp256k1 secret is zero or not below the curve's order");
    }
    return new Secp256k1Key(number);
  }

  @Override
  public KeyType type() {
    return KeyType.SECP256K1;
  }

  /** The f1 address. */
  @Override
  public FilAddress address() {
    return address;
  }

  /** The uncompressed public key, 65 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The secret, 32 bytes. */
  @Override
  public byte[] secret() {
    return BigIntegers.asUnsignedByteArray(SECRET, secret);
  }

  /** Signs the BLAKE2b-256 of the payload; the same payload always gives the same signature. */
  @Override
  public Signature sign(byte[] payload) {
    byte[] digest = Blake2b.hash(SECRET, payload);
    return new Signature(Type.SECP256K1, Secp256k1.sign(digest, secret, publicKey));
  }

  /** The address. */
  @Override
  public String toString() {
    return "Secp256k1Key[" + address + "]";
  }
}
