package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {

  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "NQ5zcC5leGFtcGxlLm9yZwYBu94D,/dns/sp.example.org/tcp/443/wss",
    "BMAAAgoGXcE=,/ip4/192.0.2.10/tcp/24001",
    "NQlsb2NhbGhvc3QGH5DdAw==,/dns/localhost/tcp/8080/ws"
  })
  void minersAnnounceBinaryAddresses(String base64, String text) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    assertThat(Multiaddr.decode(bytes)).hasToString(text);
    assertThat(Multiaddr.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip6/2001:db8:0:0:0:0:0:1/tcp/4001/p2p/12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf",
        "/dns4/sp.example.org/udp/4001/quic-v1",
        "/dnsaddr/sp.example.org/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "/ip4/127.0.0.1/tcp/0/tls/http",
        "/dns4/sp.example.org/tcp/443/https/http-path/fil%2Fgw",
        "/dns4/sp.example.org/tcp/443/https/http-path/%00%FF%20%2B~"
      })
  void textAndBytesSayTheSame(String text) {
    Multiaddr address = Multiaddr.parse(text);
    assertThat(address).hasToString(text);
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "/dns/sp.example.org/tcp/443/wss,https://sp.example.org",
    "/dns4/sp.example.org/tcp/8443/https,https://sp.example.org:8443",
    "/dns6/sp.example.org/tcp/443/tls/ws,https://sp.example.org",
    "/dns/sp.example.org/tcp/443/tls/http,https://sp.example.org",
    "/dns/localhost/tcp/8080/ws,http://localhost:8080",
    "/ip4/127.0.0.1/tcp/80/http,http://127.0.0.1",
    "/ip6/::1/tcp/81/http,http://[0:0:0:0:0:0:0:1]:81",
    "/dns4/sp.example.org/tcp/443/https/http-path/fil%2Fgw,https://sp.example.org/fil/gw",
    "/dns4/sp.example.org/tcp/443/tls/http/http-path/fil%2fgw,https://sp.example.org/fil/gw",
    "/dns4/sp.example.org/tcp/443/https/http-path/%2Ffil%2F,https://sp.example.org/fil",
    "/dns4/sp.example.org/tcp/443/https/http-path/%2F,https://sp.example.org",
    "/dns4/sp.example.org/tcp/8080/http/http-path/a%20b%252F%3Fc,http://sp.example.org:8080/a%20b%252F%3Fc",
    "/dns4/sp.example.org/tcp/443/https/http-path/x/p2p/12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf,https://sp.example.org/x",
    "/dns/sp.example.org/tcp/443/https/p2p/12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf,https://sp.example.org"
  })
  void anHttpServerHasAUrl(String text, URI url) {
    assertThat(Multiaddr.parse(text).httpBase()).isEqualTo(Optional.of(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/192.0.2.10/tcp/24001",
        "/dns/sp.example.org/udp/443/quic-v1",
        "/dns/sp.example.org/https/tcp/443",
        "/dns/sp.example.org/tcp/443/wss/wss",
        "/dns/user@sp.example.org/tcp/443/https",
        "/dns/sp.example.org:1#/tcp/443/https",
        "/dnsaddr/sp.example.org/tcp/443/https",
        "/tcp/443/https",
        "/dns/sp.example.org/tcp/443/http-path/x",
        "/dns/sp.example.org/tcp/443/http-path/x/https",
        "/dns/sp.example.org/tcp/443/https/http-path/x/http-path/y",
        "/dns/sp.example.org/tcp/443/https/http-path/a%2F..%2Fb",
        "/dns/sp.example.org/tcp/443/https/http-path/%2E",
        "/dns/sp.example.org/tcp/443/https/http-path/a%0D%0Ab",
        "/dns/sp.example.org/tcp/443/https/http-path/a%5Cb"
      })
  void othersHaveNone(String text) {
    assertThat(Multiaddr.parse(text).httpBase()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dns",
        "/",
        "/nonsense",
        "/dns",
        "/dns/",
        "/tcp/65536",
        "/tcp/-1",
        "/tcp/01",
        "/ip4/1.2.3",
        "/ip4/1.2.3.256",
        "/ip4/01.2.3.4",
        "/ip6/1.2.3.4",
        "/ip6/x",
        "/ip6/fe80::1%25eth0",
        "/p2p/Qm",
        "/dns/\u00e4/tcp/1",
        "/ws/",
        "/ip6/::ffff:1.2.3.4",
        "/http-path",
        "/http-path/",
        "/http-path/%",
        "/http-path/%2",
        "/http-path/%2x",
        "/http-path/a b",
        "/http-path/\u00e4"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(FormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "04010203",
        "06",
        "350a61",
        "3500",
        "3501ff",
        "ff",
        "0001",
        "a503021220",
        "e10300",
        "e1030261"
      })
  void otherBytesAreRefused(String hex) {
    assertThatThrownBy(() -> Multiaddr.decode(HEX.parseHex(hex)))
        .isInstanceOf(FormatException.class);
  }

  /** Code 0x01e1 of the table; the bytes are those of the path itself. */
  @Test
  void aPathIsEncodedInTextAlone() {
    assertThat(Multiaddr.decode(HEX.parseHex("e103" + "06" + "66696c2f6777")))
        .hasToString("/http-path/fil%2Fgw");
    assertThat(Multiaddr.parse("/http-path/f%69l%2fgw")).hasToString("/http-path/fil%2Fgw");
  }

  @Test
  void lengthsAreBounded() {
    assertThatThrownBy(() -> Multiaddr.decode(new byte[1025])).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Multiaddr.parse("/".repeat(2049))).isInstanceOf(FormatException.class);
  }
}
