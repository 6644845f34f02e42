package io.filstore.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "0,00",
    "1,01",
    "127,7f",
    "128,8001",
    "300,ac02",
    "16384,808001",
    "9223372036854775807,ffffffffffffffff7f"
  })
  void writesTheShortestFormAndReadsItBack(long value, String hex) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varint.write(value, out);
    assertThat(out.toByteArray()).asHexString().isEqualToIgnoringCase(hex);
    assertThat(Varint.length(value)).isEqualTo(out.size());
    ByteBuffer put = ByteBuffer.allocate(out.size());
    Varint.put(put, value);
    assertThat(put.array()).isEqualTo(out.toByteArray());
    assertThat(Varint.read(put.flip())).isEqualTo(value);
    assertThat(Varint.read(new ByteArrayInputStream(put.array()))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8100", "8000", "ff8000", "80", "80808080808080808001"})
  void refusesOtherForms(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(bytes)))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Varint.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void tellsTheEndOfAStreamFromACutVarint() throws IOException {
    assertThat(Varint.read(new ByteArrayInputStream(new byte[0]))).isEqualTo(-1);
  }

  @Test
  void agreesWithTheSharedVectors() throws IOException {
    for (var row : Fixtures.rows("formats/varint.json", "valid").toList()) {
      writesTheShortestFormAndReadsItBack(
          Long.parseLong(row.path("value").asString()), row.path("hex").asString());
    }
    for (var row : Fixtures.rows("formats/varint.json", "invalid").toList()) {
      byte[] bytes = HexFormat.of().parseHex(row.path("hex").asString());
      assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(bytes)))
          .as(row.toString())
          .isInstanceOf(FormatException.class);
      if (bytes.length > 0) {
        assertThatThrownBy(() -> Varint.read(new ByteArrayInputStream(bytes)))
            .as(row.toString())
            .isInstanceOf(FormatException.class);
      }
    }
  }
}
