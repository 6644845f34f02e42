package io.filstore.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MulticodecTest {
  /** Codes, names and varints of multiformats/multicodec table.csv. */
  @ParameterizedTest
  @CsvSource({
    "0x00, identity, HASH, 00",
    "0x12, sha2-256, HASH, 12",
    "0x13, sha2-512, HASH, 13",
    "0x16, sha3-256, HASH, 16",
    "0x1b, keccak-256, HASH, 1b",
    "0x1e, blake3, HASH, 1e",
    "0x22, murmur3-x64-64, HASH, 22",
    "0x50, protobuf, CODEC, 50",
    "0x51, cbor, CODEC, 51",
    "0x55, raw, CODEC, 55",
    "0x70, dag-pb, CODEC, 70",
    "0x71, dag-cbor, CODEC, 71",
    "0x72, libp2p-key, CODEC, 72",
    "0x0129, dag-json, CODEC, a902",
    "0x0200, json, CODEC, 8004",
    "0x0202, car, CODEC, 8204",
    "0x0400, car-index-sorted, CODEC, 8008",
    "0x0401, car-multihash-index-sorted, CODEC, 8108",
    "0x1011, fr32-sha256-trunc254-padbintree, HASH, 9120",
    "0x1012, sha2-256-trunc254-padded, HASH, 9220",
    "0xb220, blake2b-256, HASH, a0e402",
    "0xb240, blake2b-512, HASH, c0e402",
    "0xb401, poseidon-bls12_381-a2-fc1, HASH, 81e802",
    "0xf101, fil-commitment-unsealed, CODEC, 81e203",
    "0xf102, fil-commitment-sealed, CODEC, 82e203"
  })
  void namesCodes(String number, String name, Multicodec.Kind kind, String varint) {
    long code = Multicodec.code(number);
    assertThat(Multicodec.name(code)).isEqualTo(name);
    assertThat(Multicodec.code(name)).isEqualTo(code);
    assertThat(Multicodec.of(code).orElseThrow().kind()).isEqualTo(kind);
    ByteBuffer written = ByteBuffer.allocate(Varint.length(code));
    Varint.put(written, code);
    assertThat(written.array()).asHexString().isEqualToIgnoringCase(varint);
  }

  @ParameterizedTest
  @EnumSource(Multicodec.class)
  void everyCodeHasOneName(Multicodec codec) {
    assertThat(Multicodec.of(codec.code())).contains(codec);
    assertThat(Multicodec.code(codec.text())).isEqualTo(codec.code());
  }

  @Test
  void printsCodesWithoutANameAsNumbers() {
    assertThat(Multicodec.name(0x78)).isEqualTo("0x78");
    assertThat(Multicodec.code("0x78")).isEqualTo(0x78);
    assertThat(Multicodec.code("0x7fffffffffffffff")).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dagpb", "0x", "0xzz", "0x-1", "0x8000000000000000", "85"})
  void refusesWhatIsNeitherNameNorNumber(String name) {
    assertThatThrownBy(() -> Multicodec.code(name)).isInstanceOf(FormatException.class);
  }
}
