package io.filstore.multiformats;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Names of codes (multiformats/multicodec table.csv), as far as CIDs of this product and its peers
 * use them. A code without a name is carried as a number everywhere.
 */
public enum Multicodec {
  IDENTITY(0x00, "identity", Kind.HASH),
  SHA2_256(0x12, "sha2-256", Kind.HASH),
  SHA2_512(0x13, "sha2-512", Kind.HASH),
  SHA3_256(0x16, "sha3-256", Kind.HASH),
  KECCAK_256(0x1b, "keccak-256", Kind.HASH),
  BLAKE3(0x1e, "blake3", Kind.HASH),
  MURMUR3_X64_64(0x22, "murmur3-x64-64", Kind.HASH),
  PROTOBUF(0x50, "protobuf", Kind.CODEC),
  CBOR(0x51, "cbor", Kind.CODEC),
  RAW(0x55, "raw", Kind.CODEC),
  DAG_PB(0x70, "dag-pb", Kind.CODEC),
  DAG_CBOR(0x71, "dag-cbor", Kind.CODEC),
  LIBP2P_KEY(0x72, "libp2p-key", Kind.CODEC),
  DAG_JSON(0x129, "dag-json", Kind.CODEC),
  JSON(0x200, "json", Kind.CODEC),
  CAR(0x202, "car", Kind.CODEC),
  CAR_INDEX_SORTED(0x400, "car-index-sorted", Kind.CODEC),
  CAR_MULTIHASH_INDEX_SORTED(0x401, "car-multihash-index-sorted", Kind.CODEC),
  FR32_SHA256_TRUNC254_PADBINTREE(0x1011, "fr32-sha256-trunc254-padbintree", Kind.HASH),
  SHA2_256_TRUNC254_PADDED(0x1012, "sha2-256-trunc254-padded", Kind.HASH),
  BLAKE2B_256(0xb220, "blake2b-256", Kind.HASH),
  BLAKE2B_512(0xb240, "blake2b-512", Kind.HASH),
  POSEIDON_BLS12_381_A2_FC1(0xb401, "poseidon-bls12_381-a2-fc1", Kind.HASH),
  FIL_COMMITMENT_UNSEALED(0xf101, "fil-commitment-unsealed", Kind.CODEC),
  FIL_COMMITMENT_SEALED(0xf102, "fil-commitment-sealed", Kind.CODEC);

  private static final String HEX = "0x";

  /** Where in a CID a code stands. */
  public enum Kind {
    /** In front of the multihash: how to read the block. */
    CODEC,
    /** At the beginning of the multihash: how the digest was made. */
    HASH
  }

  private final long code;
  private final String text;
  private final Kind kind;

  Multicodec(long code, String text, Kind kind) {
    this.code = code;
    this.text = text;
    this.kind = kind;
  }

  /** The entry of a code, empty if it has no name here. */
  public static Optional<Multicodec> of(long code) {
    return Arrays.stream(values()).filter(codec -> codec.code == code).findFirst();
  }

  /** The name of a code, or its number as {@code 0x78}. */
  public static String name(long code) {
    return of(code).map(Multicodec::text).orElseGet(() -> HEX + Long.toHexString(code));
  }

  /**
   * The code that a name or a number as {@code 0x78} stands for.
   *
   * @throws FormatException if it is neither
   */
  public static long code(String name) {
    return Arrays.stream(values())
        .filter(codec -> codec.text.equals(name))
        .findFirst()
        .map(Multicodec::code)
        .orElseGet(() -> number(name));
  }

  private static long number(String name) {
    if (name.toLowerCase(Locale.ROOT).startsWith(HEX)) {
      try {
        long code = Long.parseLong(name, HEX.length(), name.length(), 16);
        if (code >= 0) {
          return code;
        }
      } catch (NumberFormatException e) {
        throw new FormatException("'" + name + "' is no hexadecimal number", e);
      }
    }
    throw new FormatException("no codec and no hash function is called '" + name + "'");
  }

  public long code() {
    return code;
  }

  /** Its name in the table. */
  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }
}
