package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.MinerInfo;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Multiaddr;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderAddressesTest {

  @Test
  void findsTheHttpServerInTheMinersEntry() {
    assertThat(ProviderAddresses.baseUrl(miner("BMAAAgoGXcE=", "NQ5zcC5leGFtcGxlLm9yZwYBu94D")))
        .contains(URI.create("https://sp.example.org"));
    assertThat(ProviderAddresses.baseUrl(miner("BMAAAgoGXcE="))).isEmpty();
    assertThat(ProviderAddresses.baseUrl(miner())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "::ffff:10.0.0.1"})
  void refusesAddressesThatAreNotPublic(String address) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    assertThatThrownBy(() -> ProviderAddresses.publicOnly().check(URI.create("https://" + host)))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "[2606:4700::1111]"})
  void takesPublicAddresses(String host) {
    assertThatCode(() -> ProviderAddresses.publicOnly().check(URI.create("https://" + host)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://1.1.1.1", "http://user@1.1.1.1/", "http:///x"})
  void refusesUrlsThatAreNoPlainServer(String url) {
    assertThatThrownBy(() -> ProviderAddresses.any().check(URI.create(url)))
        .isInstanceOf(UnknownHostException.class);
  }

  private static MinerInfo miner(String... base64) {
    List<Multiaddr> multiaddrs =
        Stream.of(base64).map(b -> Multiaddr.decode(Base64.getDecoder().decode(b))).toList();
    return new MinerInfo(FilAddress.id(1), FilAddress.id(2), null, multiaddrs, 1L << 35);
  }
}
