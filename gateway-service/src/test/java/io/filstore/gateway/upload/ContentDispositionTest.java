package io.filstore.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "form-data; name=\"f\"; filename=\"a/b.txt\" | a/b.txt",
        "FORM-DATA; NAME=f; FileName=plain | plain",
        "form-data; name=\"f\"; filename=\"a \\\"b\\\".txt\" | a \"b\".txt",
        "form-data; name=\"f\"; filename=\"a %22b%22.txt\" | a \"b\".txt",
        "form-data; name=\"f\"; filename=\"100%.txt\" | 100%.txt",
        "form-data; name=\"f\"; filename=\"a; name=b\" | a; name=b",
        "form-data; filename=\"x\"; filename*=UTF-8''%e4%b8%96%e7%95%8c | 世界",
      })
  void readsNames(String header, String name) {
    assertThat(ContentDisposition.parse(header).fileName()).contains(name);
  }

  @Test
  void readsRawUtf8AndRefusesOtherBytes() {
    String utf8 = latin1("form-data; filename=\"Привет\"".getBytes(StandardCharsets.UTF_8));
    assertThat(ContentDisposition.parse(utf8).fileName()).contains("Привет");
    String bytes = "form-data; filename=\"\u00ff\u00fe\"";
    assertThatThrownBy(() -> ContentDisposition.parse(bytes).fileName())
        .hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "form-data; filename=\"open",
        "form-data; filename",
        "form-data; a=1; a=2",
        "form-data filename=x",
        "form-data; filename*=latin1''x",
        "form-data; filename*=UTF-8''%zz",
        "form-data; filename=\"a\" junk"
      })
  void refusesWhatCannotBeRead(String header) {
    assertThatThrownBy(() -> ContentDisposition.parse(header).fileName())
        .hasMessageStartingWith("invalid_request");
  }

  @Test
  void aPartWithoutFileNameIsAField() {
    assertThat(ContentDisposition.parse("form-data; name=\"name\"").fileName()).isEmpty();
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
