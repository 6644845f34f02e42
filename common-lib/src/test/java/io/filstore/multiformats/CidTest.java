package io.filstore.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CidTest {
  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
  private static final String V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";

  @Test
  void hashesABlock() {
    byte[] block = "hello world".getBytes(UTF_8);
    Cid cid = Cid.sha256(Cid.RAW, block);
    assertThat(cid).hasToString(HELLO);
    assertThat(cid.multihash().verifies(block)).isTrue();
    assertThat(cid.multihash().verifies("hello".getBytes(UTF_8))).isFalse();
  }

  @Test
  void readsEveryBaseAndPrintsTheCanonicalOne() {
    for (String text :
        new String[] {
          HELLO,
          "zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn",
          "k2cwued9o1pvrt3q271rrqbo49x30tbxwpoeaq75z14e5ui2rzygpbe1",
          "f01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
          "F01551220B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9",
          "BAFKREIFZJUT3TE2NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E",
          "uAVUSILlNJ7mTTT4IpS5S19p9q_rEhO_jelOA7pCI96zi783p",
          "mAVUSILlNJ7mTTT4IpS5S19p9q/rEhO/jelOA7pCI96zi783p"
        }) {
      assertThat(Cid.parse(text)).hasToString(HELLO);
    }
  }

  @Test
  void keepsTheTwoVersionsApart() {
    Cid v0 = Cid.parse(V0);
    assertThat(v0.version()).isZero();
    assertThat(v0.codec()).isEqualTo(Cid.DAG_PB);
    assertThat(v0).hasToString(V0).isNotEqualTo(v0.toV1());
    assertThat(v0.toV1())
        .hasToString("bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa")
        .hasSameHashCodeAs(Cid.decode(v0.toV1().bytes()));
    assertThat(v0.multihash()).isEqualTo(v0.toV1().multihash());
  }

  @Test
  void goesBackToVersion0OnlyWhereThatIsTheSameBlock() {
    Cid v0 = Cid.parse(V0);
    assertThat(v0.toV1().toV0()).contains(v0);
    assertThat(v0.toV0()).contains(v0);
    Multihash hash = v0.multihash();
    assertThat(Cid.v1(Cid.RAW, hash).toV0()).isEmpty();
    assertThat(Cid.v1(Cid.DAG_PB, Multihash.of(Multihash.SHA2_256, new byte[31])).toV0()).isEmpty();
    assertThat(Cid.v1(Cid.DAG_PB, Multihash.of(Multihash.BLAKE2B_256, new byte[32])).toV0())
        .isEmpty();
  }

  @Test
  void printsInAnyBaseThatIsAskedFor() {
    Cid cid = Cid.parse(HELLO);
    for (Multibase base : Multibase.values()) {
      assertThat(Cid.parse(cid.toString(base))).isEqualTo(cid);
    }
    assertThat(cid.toString(Multibase.BASE58BTC))
        .isEqualTo("zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn");
    assertThat(Cid.parse(V0).toString(Multibase.BASE16)).isEqualTo(V0);
  }

  /** Blocks that turn up everywhere: empty raw, empty directory, empty dag-pb file. */
  @ParameterizedTest
  @CsvSource({
    "0x55, '', bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "0x70, 0a020801, bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354",
    "0x70, 0a020801, QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn",
    "0x70, 0a0408021800, QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"
  })
  void namesWellKnownBlocks(String codec, String block, String text) {
    Cid cid = Cid.sha256(Multicodec.code(codec), HexFormat.of().parseHex(block));
    assertThat(Cid.parse(text).toV1()).isEqualTo(cid);
    assertThat(Cid.parse(text)).hasToString(text);
  }

  @Test
  void identityHoldsTheBlockItself() {
    assertThat(Cid.parse("bafkqaaa"))
        .isEqualTo(Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, new byte[0])));
  }

  /** Storacha names a CAR by its bytes: codec car, sha2-256 of the whole file. */
  @Test
  void namesACarByItsBytes() {
    assertThat(Cid.sha256(Cid.CAR, "hello world".getBytes(UTF_8)))
        .hasToString("bagbaieraxfgspomtju7arjjokll5u7nl7lcij37dpjjyb3uqrd32zyxpzxuq");
  }

  @Test
  void carriesCodecsAndHashesThatItDoesNotKnow() {
    Random random = new Random(13);
    for (int i = 0; i < 2_000; i++) {
      byte[] digest = new byte[random.nextInt(100)];
      random.nextBytes(digest);
      long codec = random.nextLong() >>> 1 + random.nextInt(62);
      Cid cid = Cid.v1(codec, Multihash.of(random.nextLong() >>> 1 + random.nextInt(62), digest));
      assertThat(Cid.decode(cid.bytes())).isEqualTo(cid);
      assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
      assertThat(Cid.parse(cid.toString()).codec()).isEqualTo(codec);
    }
  }

  @Test
  void tellsWhatItCannotVerifyFromWhatIsWrong() {
    byte[] hello = "hello".getBytes(UTF_8);
    byte[] world = "world".getBytes(UTF_8);
    Multihash identity = Cid.parse("bafkqablimvwgy3y").multihash();
    assertThat(identity.verify(hello)).isEqualTo(Verification.MATCHES);
    assertThat(identity.verify(world)).isEqualTo(Verification.DIFFERS);
    byte[] digest = Multihash.sha256(hello).digest();
    Multihash truncated = Multihash.of(Multihash.SHA2_256, Arrays.copyOf(digest, 20));
    assertThat(truncated.verify(hello)).isEqualTo(Verification.TRUNCATED);
    assertThat(truncated.verifies(hello)).isFalse();
    Multihash longer = Multihash.of(Multihash.SHA2_256, Arrays.copyOf(digest, 33));
    assertThat(longer.verify(hello)).isEqualTo(Verification.DIFFERS);
    Multihash unknown = Multihash.of(0x22, new byte[8]);
    assertThat(unknown.verify(hello)).isEqualTo(Verification.UNKNOWN_HASH);
    assertThatThrownBy(() -> unknown.verifies(hello))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("murmur3-x64-64");
  }

  /** Digests of "hello world" by coreutils (sha256sum, sha512sum, b2sum) and openssl (sha3-256). */
  @ParameterizedTest
  @CsvSource({
    "0x12, b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
    "0x13, 309ecc489c12d6eb4cc40f50c902f2b4d0ed77ee511a7c7a9bcd3ca86d4cd86f989dd35bc5ff499670da34255b45b0cfd830e81f605dcf7dc5542e93ae9cd76f",
    "0x16, 644bcc7e564373040999aac89e7622f3ca71fba1d972fd94a31c3bfbf24e3938",
    "0xb220, 256c83b297114d201b30179f3f0ef0cace9783622da5974326b436178aeef610",
    "0xb240, 021ced8799296ceca557832ab941a50b4a11f83478cf141f51f933f653ab9fbcc05a037cddbed06e309bf334942c4e58cdf1a46e237911ccd7fcf9787cbc7fd0"
  })
  void verifiesEveryHashFunctionItKnows(String code, String digest) {
    byte[] bytes = HexFormat.of().parseHex(digest);
    Multihash hash = Multihash.of(Multicodec.code(code), bytes);
    assertThat(hash.verify("hello world".getBytes(UTF_8))).isEqualTo(Verification.MATCHES);
    assertThat(hash.verify("hello".getBytes(UTF_8))).isEqualTo(Verification.DIFFERS);
    byte[] around = " hello world ".getBytes(UTF_8);
    assertThat(hash.verify(around, 1, 11)).isEqualTo(Verification.MATCHES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "x",
        "zQmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD",
        "bciqpquwh7jrps4mbp5knrkanzvr7z5yjrm6l32nor3a64reqcpwf3ma",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5f",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e======",
        "bAFKREIFZJUT3TE2NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E",
        "f0155",
        "f0155ffffffffffffffff7f",
        "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyf0",
        "b\u00e4"
      })
  void refusesTextThatIsNoCid(String text) {
    assertThatThrownBy(() -> Cid.parse(text)).isInstanceOf(FormatException.class);
  }

  @Test
  void agreesWithTheSharedVectors() {
    for (JsonNode row : Fixtures.rows("formats/cid.json", "valid").toList()) {
      byte[] bytes = HexFormat.of().parseHex(row.path("binaryHex").asString());
      Cid cid = Cid.decode(bytes);
      assertThat(cid).hasToString(row.path("canonical").asString());
      assertThat(cid.version()).isEqualTo(row.path("version").asInt());
      assertThat(cid.codec()).isEqualTo(row.path("codec").asLong());
      assertThat(cid.multihash().code()).isEqualTo(row.path("multihashCode").asLong());
      assertThat(cid.multihash().digest())
          .asHexString()
          .isEqualToIgnoringCase(row.path("digestHex").asString());
      if (row.has("asV1")) {
        assertThat(cid.toV1()).hasToString(row.path("asV1").asString());
        assertThat(cid.toV1().toV0()).contains(cid);
      }
      for (String base :
          new String[] {"canonical", "base64url", "base58btc", "base36", "base16", "base64"}) {
        if (row.has(base)) {
          assertThat(Cid.parse(row.path(base).asString()).bytes()).isEqualTo(bytes);
        }
      }
    }
    for (JsonNode row : Fixtures.rows("formats/cid.json", "invalid").toList()) {
      assertThatThrownBy(() -> read(row)).as(row.toString()).isInstanceOf(FormatException.class);
    }
  }

  /**
   * Peers read these; here the text must be canonical, and the bytes are carried but not trusted.
   */
  @Test
  void agreesWithTheSharedPolicies() {
    List<JsonNode> rows = Fixtures.rows("formats/cid.json", "policy").toList();
    Cid truncated = read(rows.get(0));
    assertThat(truncated.multihash().verify("hello world".getBytes(UTF_8)))
        .isEqualTo(Verification.TRUNCATED);
    assertThatThrownBy(() -> read(rows.get(1))).isInstanceOf(FormatException.class);
    assertThat(read(rows.get(2)).multihash().digestLength()).isEqualTo(129);
  }

  private static Cid read(JsonNode row) {
    return row.has("hex")
        ? Cid.decode(HexFormat.of().parseHex(row.path("hex").asString()))
        : Cid.parse(row.path("string").asString());
  }

  @ParameterizedTest
  @EnumSource(Multibase.class)
  void everyBaseGivesBackWhatItTook(Multibase base) {
    Random random = new Random(7);
    for (int length = 0; length < 70; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, Math.min(length, length % 4), (byte) 0);
      assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void anyBytesAreACidOrRefused() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(48)];
      random.nextBytes(bytes);
      if (bytes.length > 3) {
        bytes[0] = 1;
        bytes[3] = (byte) (bytes.length - 4);
      }
      Cid cid;
      try {
        cid = Cid.decode(bytes);
      } catch (FormatException refused) {
        continue;
      }
      assertThat(cid.bytes()).isEqualTo(bytes);
    }
  }
}
