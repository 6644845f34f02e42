package io.filstore.cli.cid;

import static java.util.Map.entry;

import java.util.Map;

/** Names of the multicodec table for the codes that occur around Filecoin and IPFS. */
final class CodeNames {
  private static final Map<Long, String> CODECS =
      Map.ofEntries(
          entry(0x50L, "protobuf"),
          entry(0x51L, "cbor"),
          entry(0x55L, "raw"),
          entry(0x70L, "dag-pb"),
          entry(0x71L, "dag-cbor"),
          entry(0x72L, "libp2p-key"),
          entry(0x129L, "dag-json"),
          entry(0x200L, "json"),
          entry(0x202L, "car"),
          entry(0xf101L, "fil-commitment-unsealed"),
          entry(0xf102L, "fil-commitment-sealed"));

  private static final Map<Long, String> HASHES =
      Map.ofEntries(
          entry(0x00L, "identity"),
          entry(0x12L, "sha2-256"),
          entry(0x13L, "sha2-512"),
          entry(0x16L, "sha3-256"),
          entry(0x1bL, "keccak-256"),
          entry(0x1eL, "blake3"),
          entry(0xb220L, "blake2b-256"),
          entry(0xb240L, "blake2b-512"),
          entry(0x1011L, "fr32-sha256-trunc254-padbintree"),
          entry(0x1012L, "sha2-256-trunc254-padded"),
          entry(0xb401L, "poseidon-bls12_381-a2-fc1"));

  private CodeNames() {}

  static String codec(long code) {
    return CODECS.getOrDefault(code, "unknown");
  }

  static String hash(long code) {
    return HASHES.getOrDefault(code, "unknown");
  }
}
