package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.MinerInfo;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Multiaddr;
import java.net.InetAddress;
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
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "2001::1",
        "ff02::1"
      })
  void refusesAddressesThatAreNotPublic(String address) throws UnknownHostException {
    assertThat(ProviderAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    String host = address.contains(":") ? "[" + address + "]" : address;
    assertThatThrownBy(() -> ProviderAddresses.publicOnly().check(URI.create("https://" + host)))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"})
  void takesPublicAddresses(String address) throws UnknownHostException {
    assertThat(ProviderAddresses.isPublic(InetAddress.getByName(address))).isTrue();
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
