package io.filstore.client.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.fixtures.Fixtures;
import java.io.IOException;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RemoteWalletsTest {

  private static final FilAddress ADDRESS =
      FilAddress.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");
  private final JsonNode recorded = Fixtures.json("chain/rpc/wallet.json").path("sign");
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  private final MockWebServer server = new MockWebServer();
  private RemoteWallets wallets = RemoteWallets.connect("http://127.0.0.1:1/", "unused");

  @BeforeEach
  void start() throws IOException {
    server.start();
    wallets = RemoteWallets.connect(server.url("/rpc/v0").toString(), "the-token");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksLotusAndVerifiesWhatItSigned() throws InterruptedException {
    answer(recorded.path("response").toString());

    Signer signer = wallets.signer(ADDRESS);
    assertThat(signer.sign(HELLO).data()).hasSize(65);

    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer the-token");
    JsonNode sent = JsonMapper.shared().readTree(Objects.requireNonNull(request.getBody()).utf8());
    assertThat(sent.path("method")).isEqualTo(recorded.at("/request/method"));
    assertThat(sent.path("params")).isEqualTo(recorded.at("/request/params"));
    assertThat(signer.signsHere()).isFalse();
  }

  /** A signer that was mixed up, or that lies, costs no nonce. */
  @Test
  void aSignatureOfSomebodyElseIsRefused() {
    answer(recorded.path("response").toString());
    FilAddress other = FilAddress.parse("f1drv36h2ldc4xzhjfiwicxsq6rgkl6z5vhit2roq");

    assertThatThrownBy(() -> wallets.signer(other).sign(HELLO))
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("a signature that is not of " + other);
  }

  @Test
  void aSignerThatHasNotTheKeyOrThePermissionSaysSo() {
    answer("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":false}");
    assertThat(wallets.holds(ADDRESS)).isFalse();

    answer(
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"missing permission to invoke 'WalletSign' (need 'sign')\"}}");
    assertThatThrownBy(() -> wallets.signer(ADDRESS).sign(HELLO))
        .isInstanceOf(ChainError.class)
        .hasMessageContaining("need 'sign'");

    answer("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":{\"Type\":9,\"Data\":\"!\"}}");
    assertThatThrownBy(() -> wallets.signer(ADDRESS).sign(HELLO))
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("answered with no signature");
  }

  private void answer(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
  }
}
