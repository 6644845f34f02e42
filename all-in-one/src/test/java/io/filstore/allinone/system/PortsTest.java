package io.filstore.allinone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void namesTheTakenPortItsPartAndItsVariable() throws IOException {
    Ports ports = Ports.free();
    try (ServerSocket other =
        new ServerSocket(ports.scheduler(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> ports.requireFree("127.0.0.1"))
          .isInstanceOf(SystemException.class)
          .hasMessage(
              "Port %d (deals-scheduler) is already in use on 127.0.0.1: stop the other program or"
                  + " set SCHEDULER_PORT to a free port.",
              other.getLocalPort());
    }
  }

  @Test
  void passesWhenAllAreFree() {
    Ports.free().requireFree("127.0.0.1");
  }

  @Test
  void takesPortsFromTheEnvironment() {
    assertThat(Ports.from(Map.of("GATEWAY_PORT", "1234")).gateway()).isEqualTo(1234);
    assertThat(Ports.from(Map.of()).gateway()).isEqualTo(17400);
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThatThrownBy(() -> Ports.from(Map.of("GATEWAY_PORT", "99999")))
        .hasMessageContaining("GATEWAY_PORT is '99999'");
  }

  @Test
  void theDefaultsClashWithNoNeighbour() {
    // Filstore itself, PostgreSQL, Lotus, Kubo, Boost and Curio on the same host.
    assertThat(Ports.from(Map.of()).uses().stream().map(Ports.Use::port))
        .doesNotHaveDuplicates()
        .doesNotContain(
            3000, 3001, 3002, 8000, 8080, 9090, 5432, 6379, 1234, 2345, 4001, 5001, 1288, 7777,
            12300, 12310, 4701);
  }
}
