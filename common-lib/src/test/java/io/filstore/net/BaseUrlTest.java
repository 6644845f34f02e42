package io.filstore.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://a.example, http://a.example/piece/b",
    "http://a.example/, http://a.example/piece/b",
    "https://a.example:8443/x, https://a.example:8443/x/piece/b",
    "https://a.example/x%20y/z/, https://a.example/x%20y/z/piece/b",
    "http://[::1]:81/x?q#f, http://[::1]:81/x/piece/b",
  })
  void thePathOfTheServerStays(URI server, URI url) {
    assertThat(BaseUrl.below(server, "piece/b")).isEqualTo(url);
  }
}
