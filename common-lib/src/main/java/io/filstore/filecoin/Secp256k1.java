package io.filstore.filecoin;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA on secp256k1 over a 32-byte digest: deterministic (RFC 6979), low s, with the recovery id
 * behind r and s.
 */
final class Secp256k1 {

  static final int SIGNATURE = 65;

  private static final int FIELD = 32;
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger ORDER = CURVE.getN();
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  private Secp256k1() {}

  /** Whether the number is a private key: from 1 to the order less one. */
  static boolean isPrivateKey(BigInteger number) {
    return number.signum() > 0 && number.compareTo(ORDER) < 0;
  }

  /** Uncompressed, 65 bytes. */
  static byte[] publicKey(BigInteger privateKey) {
    return new FixedPointCombMultiplier()
        .multiply(DOMAIN.getG(), privateKey)
        .normalize()
        .getEncoded(false);
  }

  /** r, s and recovery id, 65 bytes. */
  static byte[] sign(byte[] digest, BigInteger privateKey, byte[] publicKey) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(privateKey, DOMAIN));
    BigInteger[] rs = signer.generateSignature(digest);
    BigInteger s = rs[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(rs[1]) : rs[1];
    byte[] signature = new byte[SIGNATURE];
    BigIntegers.asUnsignedByteArray(rs[0], signature, 0, FIELD);
    BigIntegers.asUnsignedByteArray(s, signature, FIELD, FIELD);
    for (byte id = 0; id < 2; id++) {
      signature[2 * FIELD] = id;
      if (recover(digest, signature).filter(key -> Arrays.equals(key, publicKey)).isPresent()) {
        return signature;
      }
    }
    throw new IllegalStateException("no recovery id leads back to the key");
  }

  /**
   * The uncompressed key that made the signature; empty when the signature is malformed, has a high
   * s or leads to no key.
   */
  static Optional<byte[]> recover(byte[] digest, byte[] signature) {
    if (signature.length != SIGNATURE || (signature[2 * FIELD] & ~1) != 0) {
      return Optional.empty();
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, FIELD));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, FIELD, 2 * FIELD));
    if (!isPrivateKey(r) || s.signum() == 0 || s.compareTo(HALF_ORDER) > 0) {
      return Optional.empty();
    }
    return pointOf(r, signature[2 * FIELD] == 1).flatMap(point -> key(point, r, s, digest));
  }

  private static Optional<ECPoint> pointOf(BigInteger x, boolean odd) {
    byte[] compressed = new byte[1 + FIELD];
    compressed[0] = (byte) (odd ? 3 : 2);
    BigIntegers.asUnsignedByteArray(x, compressed, 1, FIELD);
    try {
      return Optional.of(CURVE.getCurve().decodePoint(compressed));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no point of the curve has that x
    }
  }

  private static Optional<byte[]> key(ECPoint point, BigInteger r, BigInteger s, byte[] digest) {
    BigInteger inverse = r.modInverse(ORDER);
    BigInteger e = new BigInteger(1, digest).negate().multiply(inverse).mod(ORDER);
    BigInteger f = s.multiply(inverse).mod(ORDER);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), e, point, f).normalize();
    return key.isInfinity() ? Optional.empty() : Optional.of(key.getEncoded(false));
  }
}
