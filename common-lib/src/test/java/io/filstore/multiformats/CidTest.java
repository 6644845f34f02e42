package io.filstore.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  void verifiesIdentityAndRefusesWhatItCannotCheck() {
    Cid identity = Cid.parse("bafkqablimvwgy3y");
    assertThat(identity.multihash().verifies("hello".getBytes(UTF_8))).isTrue();
    assertThat(identity.multihash().verifies("world".getBytes(UTF_8))).isFalse();
    Multihash truncated =
        Multihash.of(
            Multihash.SHA2_256, Arrays.copyOf(Multihash.sha256("x".getBytes(UTF_8)).digest(), 20));
    assertThat(truncated.verifies("x".getBytes(UTF_8))).isFalse();
    assertThatThrownBy(() -> Multihash.of(0x22, new byte[8]).verifies(new byte[0]))
        .isInstanceOf(FormatException.class);
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
      for (String base : new String[] {"canonical", "base58btc", "base36", "base16", "base64"}) {
        if (row.has(base)) {
          assertThat(Cid.parse(row.path(base).asString()).bytes()).isEqualTo(bytes);
        }
      }
    }
    for (JsonNode row : Fixtures.rows("formats/cid.json", "invalid").toList()) {
      assertThatThrownBy(() -> read(row)).as(row.toString()).isInstanceOf(FormatException.class);
    }
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
