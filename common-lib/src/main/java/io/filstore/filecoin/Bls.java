package io.filstore.filecoin;

import io.filstore.filecoin.FilAddress.Protocol;
import java.math.BigInteger;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.SecretKey;

/** BLS signatures of the minimal public key scheme, as Lotus and filecoin-ffi use them. */
final class Bls {

  /** Of the group that secrets are numbers of (BLS12-381, r). */
  static final BigInteger ORDER =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

  private static final int SIGNATURE = 96;
  private static final String DOMAIN = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";

  private Bls() {}

  /** 48 bytes, compressed. */
  static byte[] publicKey(byte[] littleEndianSecret) {
    return new P1(key(littleEndianSecret)).compress();
  }

  /** 96 bytes, compressed. */
  static byte[] sign(byte[] littleEndianSecret, byte[] payload) {
    return new P2().hash_to(payload, DOMAIN).sign_with(key(littleEndianSecret)).compress();
  }

  private static SecretKey key(byte[] littleEndianSecret) {
    SecretKey key = new SecretKey();
    key.from_lendian(littleEndianSecret);
    return key;
  }

  static boolean verify(FilAddress signer, byte[] payload, byte[] signature) {
    if (signer.protocol() != Protocol.BLS
        || signature.length != SIGNATURE
        || !compressed(signature)
        || !compressed(signer.payload())) {
      return false;
    }
    try {
      P1_Affine key = new P1_Affine(signer.payload());
      P2_Affine point = new P2_Affine(signature);
      return !key.is_inf()
          && key.in_group()
          && point.in_group()
          && point.core_verify(key, true, payload, DOMAIN) == BLST_ERROR.BLST_SUCCESS;
    } catch (RuntimeException e) {
      if (!e.getClass().equals(RuntimeException.class)) {
        throw e;
      }
      return false; // the library says so when the bytes are no point of the curve
    }
  }

  /** Both points come compressed: the top bit says so. */
  private static boolean compressed(byte[] point) {
    return (point[0] & 0x80) != 0;
  }
}
