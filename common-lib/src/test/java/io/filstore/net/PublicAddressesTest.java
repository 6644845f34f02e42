package io.filstore.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "192.0.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "::ffff:127.0.0.1",
        "2001::1",
        "2001:20::1",
        "3fff::1",
        "::ffff:10.0.0.1"
      })
  void refusesWhatIsNotPublic(String literal) throws Exception {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(literal))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "93.184.215.14",
        "100.128.0.1",
        "2a00:1450:4001::1",
        "172.32.0.1",
        "2606:4700::1111"
      })
  void allowsPublicAddresses(String literal) throws Exception {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(literal))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "[::1]",
        "fd12::1",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "10.1",
        "1.2.3.4.5",
        "0"
      })
  void someHostsShowThatTheyAreNotPublic(String host) {
    assertThat(PublicAddresses.isPrivateHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "[2606:4700::1111]", "a.example", "notlocalhost", "10.example"})
  void othersDoNot(String host) {
    assertThat(PublicAddresses.isPrivateHost(host)).isFalse();
  }
}
