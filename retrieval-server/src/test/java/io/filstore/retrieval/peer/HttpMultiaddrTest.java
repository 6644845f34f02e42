package io.filstore.retrieval.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpMultiaddrTest {

  @ParameterizedTest
  @CsvSource({
    "https://content.example.org, /dns4/content.example.org/tcp/443/https",
    "https://content.example.org:8443/, /dns4/content.example.org/tcp/8443/https",
    "HTTP://content.example.org, /dns4/content.example.org/tcp/80/http",
    "http://127.0.0.1:17404, /ip4/127.0.0.1/tcp/17404/http",
    "https://content.example.org/under/a/path/, /dns4/content.example.org/tcp/443/https/http-path/under%2Fa%2Fpath",
    "https://content.example.org//x%20y, /dns4/content.example.org/tcp/443/https/http-path/x%20y",
    "https://[2001:db8::1], /ip6/2001:db8:0:0:0:0:0:1/tcp/443/https",
  })
  void saysWhereAServerIs(URI url, String address) {
    assertThat(HttpMultiaddr.of(url)).map(Object::toString).contains(address);
    assertThat(HttpMultiaddr.of(url).orElseThrow().httpBase()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "content.example.org",
        "ftp://content.example.org",
        "https://content.example.org/under/../path",
        "https://content.example.org/under%2fa/path",
        "https://content.example.org/under%0a",
        "https://content.example.org/?q",
        "http://300.0.0.1",
        "http://content.example.org:70000",
        "mailto:somebody@example.org"
      })
  void saysNothingOfWhatHasNoSuchForm(URI url) {
    assertThat(HttpMultiaddr.of(url)).isEmpty();
  }
}
