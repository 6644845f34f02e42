package io.filstore.filecoin;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Verification of signatures against key addresses. */
public final class Signatures {

  private static final int ETH_ADDRESS = 20;

  private Signatures() {}

  /**
   * Whether the owner of the address signed the payload: secp256k1 over its BLAKE2b-256, BLS over
   * the payload itself, delegated over its Keccak-256.
   *
   * @param signer a key address (f1, f3 or f410); an f0 or f2 address carries no key, nothing
   *     verifies against it, resolve it first
   */
  public static boolean verify(FilAddress signer, byte[] payload, Signature signature) {
    return switch (signature.type()) {
      case SECP256K1 -> secp256k1(payload, signature).filter(signer::equals).isPresent();
      case BLS -> Bls.verify(signer, payload, signature.data());
      case DELEGATED -> delegated(payload, signature).filter(signer::equals).isPresent();
    };
  }

  private static Optional<FilAddress> secp256k1(byte[] payload, Signature signature) {
    return Secp256k1.recover(Blake2b.hash(32, payload), signature.data())
        .map(FilAddress::secp256k1);
  }

  private static Optional<FilAddress> delegated(byte[] payload, Signature signature) {
    return Secp256k1.recover(keccak(payload, 0), signature.data())
        .map(key -> keccak(key, 1))
        .map(hash -> Arrays.copyOfRange(hash, hash.length - ETH_ADDRESS, hash.length))
        .map(FilAddress::ethereum);
  }

  private static byte[] keccak(byte[] bytes, int from) {
    KeccakDigest keccak = new KeccakDigest(256);
    keccak.update(bytes, from, bytes.length - from);
    byte[] digest = new byte[keccak.getDigestSize()];
    keccak.doFinal(digest, 0);
    return digest;
  }
}
