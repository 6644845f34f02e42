package io.filstore.filecoin;

import io.filstore.filecoin.Signature.Type;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;

/** A private key for an f3 address. */
public final class BlsKey implements LocalKey {

  private static final int SECRET = 32;

  private final byte[] secret;
  private final FilAddress address;

  private BlsKey(byte[] secret) {
    this.secret = secret;
    this.address = FilAddress.bls(Bls.publicKey(secret));
  }

  /** A new key. */
  public static BlsKey generate(SecureRandom random) {
    byte[] candidate = new byte[SECRET];
    do {
      random.nextBytes(candidate);
    } while (!isPrivateKey(candidate));
    return new BlsKey(candidate);
  }

  /**
   * The key of a secret.
   *
   * @param secret 32 bytes, little-endian as Lotus and filecoin-ffi write them
   * @throws IllegalArgumentException if it is of another length, zero or not below the group's
   *     order; the message does not show it
   */
  public static BlsKey fromBytes(byte[] secret) {
    if (secret.length != SECRET) {
      throw new IllegalArgumentException("a BLS secret is 32 bytes, this is " + secret.length);
    }
    if (!isPrivateKey(secret)) {
      throw new IllegalArgumentException("BLS secret is zero or not below the group's order");
    }
    return new BlsKey(secret.clone());
  }

  @Override
  public KeyType type() {
    return KeyType.BLS;
  }

  /** The f3 address. */
  @Override
  public FilAddress address() {
    return address;
  }

  /** The secret, 32 bytes, little-endian. */
  @Override
  public byte[] secret() {
    return secret.clone();
  }

  /** Signs the payload itself; the same payload always gives the same signature. */
  @Override
  public Signature sign(byte[] payload) {
    return new Signature(Type.BLS, Bls.sign(secret, payload));
  }

  /** The address. */
  @Override
  public String toString() {
    return "BlsKey[" + address + "]";
  }

  private static boolean isPrivateKey(byte[] littleEndian) {
    byte[] bigEndian = Arrays.copyOf(littleEndian, SECRET);
    for (int i = 0; i < SECRET / 2; i++) {
      byte low = bigEndian[i];
      bigEndian[i] = bigEndian[SECRET - 1 - i];
      bigEndian[SECRET - 1 - i] = low;
    }
    BigInteger number = new BigInteger(1, bigEndian);
    return number.signum() > 0 && number.compareTo(Bls.ORDER) < 0;
  }
}
