package io.filstore.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PublicSocketsTest {

  @Test
  void aSocketRefusesAtTheMomentOfConnecting() {
    InetSocketAddress here = new InetSocketAddress("localhost", 9);

    assertThatThrownBy(() -> new PublicSockets().createSocket().connect(here, 100))
        .isInstanceOf(ForbiddenAddressException.class)
        .hasMessageContaining("127.0.0.1");
    assertThatThrownBy(() -> new PublicSockets().createSocket(here.getAddress(), 9))
        .isInstanceOf(ForbiddenAddressException.class);
  }
}
