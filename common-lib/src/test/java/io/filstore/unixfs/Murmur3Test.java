package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Fixtures;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class Murmur3Test {
  // By npm @multiformats/murmur3 2.2.8.
  @ParameterizedTest
  @CsvSource({"a,85555565f6597889", "b,7a98a957b1d3d1ee", "file-000001.txt,716b967fa4429459"})
  void knownHashes(String name, String hash) {
    assertThat(HexFormat.of().toHexDigits(Murmur3.hash(name.getBytes(UTF_8)))).isEqualTo(hash);
  }

  @Test
  void agreesWithTheSharedVectors() {
    for (JsonNode row : Fixtures.rows("formats/murmur3.json", "vectors").toList()) {
      byte[] name = HexFormat.of().parseHex(row.path("nameHex").asString());
      String hash = row.path("h1BigEndianHex").asString();
      assertThat(HexFormat.of().toHexDigits(Murmur3.hash(name)))
          .as(row.path("name").asString())
          .isEqualTo(hash);
      HamtShape shape = new HamtShape(256);
      if (row.has("firstBucketPrefix")) {
        assertThat(shape.prefix(shape.bucket(Murmur3.hash(name), 0)))
            .isEqualTo(row.path("firstBucketPrefix").asString());
      }
      assertThat(shape.bucket(Murmur3.hash(name), 7))
          .isEqualTo(Integer.parseInt(hash.substring(14), 16));
    }
  }
}
