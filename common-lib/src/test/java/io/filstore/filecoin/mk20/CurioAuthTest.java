package io.filstore.filecoin.mk20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.fixtures.Fixtures;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CurioAuthTest {

  /** A public test key; never to be funded. */
  private static final Secp256k1Key KEY =
      Secp256k1Key.fromBytes(
          Base64.getDecoder().decode("8VcW07ADswS4BV2cxi5rnIadVsyTDDhY1NfDH19T8Uo="));

  private static final String PATH = "/market/mk20/deal";
  private static final Instant MINUTE = Instant.parse("2026-11-21T03:15:00Z");
  private static final String HEADER =
      "CurioAuth secp256k1:AR6vHIpLv+6whwsXRbH1dQNHC3EW:AVM/i3zp2M04xlqF3iWEPT91KCaLqXqTiebTS0M46FHb"
          + "CIcFhnz5Ru9CNYzkGt7g3tY3/mBwUQHnhfRpNSUliukA";

  @Test
  void theHeaderIsThatOfTheReference() {
    assertThat(CurioAuth.authorization(KEY, "post", PATH, MINUTE.plusSeconds(59)))
        .isEqualTo(HEADER);
    assertThat(CurioAuth.verify(HEADER, "POST", PATH, MINUTE)).isEqualTo(KEY.address());
  }

  @Test
  void publishedHeadersVerify() {
    Fixtures.rows("chain/vectors/curio-auth.json", "v1.27.4+").forEach(CurioAuthTest::check);
  }

  private static void check(JsonNode row) {
    Instant time = Instant.parse(row.path("timestamp").asString());
    FilAddress address = FilAddress.parse(row.path("address").asString());
    String method = row.path("method").asString();
    String path = row.path("escapedPath").asString();
    assertThat(HexFormat.of().formatHex(CurioAuth.message(address, method, path, time)))
        .isEqualTo(row.path("sha256Hex").asString());
    assertThat(CurioAuth.verify(row.path("header").asString(), method, path, time))
        .isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, -1, 0, 59, 60, 119})
  void theNeighbouringMinutesCount(long seconds) {
    assertThat(CurioAuth.verify(HEADER, "POST", PATH, MINUTE.plusSeconds(seconds)))
        .isEqualTo(KEY.address());
  }

  @ParameterizedTest
  @ValueSource(longs = {-61, 120, 86400})
  void otherMinutesDoNot(long seconds) {
    Instant later = MINUTE.plusSeconds(seconds);
    assertThatThrownBy(() -> CurioAuth.verify(HEADER, "POST", PATH, later))
        .isInstanceOf(CurioAuthException.class)
        .hasMessage("authorization signature does not fit the request");
  }

  @Test
  void itHoldsForOneMethodAndPath() {
    assertThatThrownBy(() -> CurioAuth.verify(HEADER, "GET", PATH, MINUTE))
        .isInstanceOf(CurioAuthException.class);
    assertThatThrownBy(() -> CurioAuth.verify(HEADER, "POST", PATH + "/x", MINUTE))
        .isInstanceOf(CurioAuthException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer x",
        "CurioAuth ",
        "CurioAuth secp256k1:AR6vHIpLv+6whwsXRbH1dQNHC3EW",
        "CurioAuth secp256k1:!!:AVM/",
        "CurioAuth secp256k1:AQ==:AVM/",
        "CurioAuth secp256k1:AR6vHIpLv+6whwsXRbH1dQNHC3EW:",
        "CurioAuth secp256k1:AR6vHIpLv+6whwsXRbH1dQNHC3EW:AVM/",
        "CurioAuth bls:AR6vHIpLv+6whwsXRbH1dQNHC3EW:AVM/"
      })
  void otherHeadersAreRefused(String header) {
    assertThatThrownBy(() -> CurioAuth.verify(header, "POST", PATH, MINUTE))
        .isInstanceOf(CurioAuthException.class);
  }
}
