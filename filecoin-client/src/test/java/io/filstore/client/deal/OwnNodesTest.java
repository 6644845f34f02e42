package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnNodesTest {

  private static final String BOOST = "f01000=http://boostd:1288+http://boostd:8080";

  @TempDir Path folder;

  @Test
  void nodesAreReadByProvider() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "very.secret.token\n");

    OwnNodes nodes =
        OwnNodes.of(
            "t01000=http://10.0.0.7:1288+http://10.0.0.7:8080, ",
            "f01001=https://lotus.local:1234/",
            "f01000=" + token);

    assertThat(nodes.of("f01000"))
        .hasValueSatisfying(
            node -> assertThat(node.rpc()).isEqualTo(URI.create("http://10.0.0.7:1288")));
    assertThat(nodes.of("f01001").orElseThrow()).isInstanceOf(OwnNode.Lotus.class);
    assertThat(nodes.of("f01002")).isEmpty();
    assertThat(nodes.toString() + nodes.of("f01000")).doesNotContain("secret");
  }

  @Test
  void withoutSettingsThereAreNone() {
    assertThat(OwnNodes.of("", " ", ",").providers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f01000|''|''|DEAL_BOOST_PROVIDERS has the entry 'f01000', it must be like f01000=http://host:1288+http://host:8080",
        "1000=http://b+http://b|''|''|DEAL_BOOST_PROVIDERS has the entry '1000=http://b+http://b'",
        "f01000=http://b:1288|''|''|must be two URLs with + between: JSON-RPC+GraphQL",
        "f01000=boostd:1288+http://b:8080|''|''|DEAL_BOOST_PROVIDERS has the URL 'boostd:1288'",
        "f01000=http://b:1288/rpc/v0+http://b|''|''|without user, path and query",
        "f01000=http://b+http://b,t01000=http://b+http://b|''|''|DEAL_BOOST_PROVIDERS names f01000 twice",
        "f01000=http://b+http://b|f01000=http://l|''|f01000 is in DEAL_BOOST_PROVIDERS and in DEAL_LOTUS_PROVIDERS",
        "''|f01001=ftp://lotus|''|DEAL_LOTUS_PROVIDERS has the URL 'ftp://lotus'",
        "''|f01001=http://l|f01002=/x|DEAL_NODE_TOKEN_FILES names f01002, which is neither in DEAL_BOOST_PROVIDERS nor in DEAL_LOTUS_PROVIDERS",
        "''|f01001=http://l|f01001=/no/such/file|DEAL_NODE_TOKEN_FILES: /no/such/file cannot be read"
      })
  void whatCannotBeMeantIsRefusedWithTheNameOfTheSetting(
      String boost, String lotus, String tokens, String told) {
    assertThatThrownBy(() -> OwnNodes.of(boost, lotus, tokens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }

  @Test
  void noMessageRepeatsASecret() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "two secrets");

    assertThatThrownBy(() -> OwnNodes.of(BOOST, "", "f01000=" + token))
        .hasMessage("DEAL_NODE_TOKEN_FILES: " + token + " does not hold one token");
    assertThatThrownBy(() -> OwnNodes.of("", "f01001=http://me:secret@lotus:1234", ""))
        .hasMessageContaining("without user")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aDealKeepsItsWay() {
    Transports curio = transports(OwnNodes.NONE);
    Transports boost = transports(OwnNodes.of(BOOST, "", ""));

    assertThat(curio.of("f01000")).isEqualTo(Transport.CURIO);
    assertThat(boost.of("f01000")).isEqualTo(Transport.BOOST);
    assertThat(boost.of("f01001")).isEqualTo(Transport.CURIO);
    assertThat(boost.route("f01000", Transport.CURIO, "ddo", "http://market"))
        .isInstanceOfSatisfying(
            Route.Open.class,
            open -> {
              assertThat(open.address()).isEqualTo(URI.create("http://market"));
              assertThat(open.transport()).isInstanceOf(CurioMk20Transport.class);
            });
    assertThat(boost.route("f01000", Transport.BOOST, "ddo", null))
        .isInstanceOfSatisfying(
            Route.Open.class,
            open -> assertThat(open.address()).isEqualTo(URI.create("http://boostd:1288")));
    assertThat(curio.route("f01000", Transport.BOOST, "ddo", "http://market"))
        .isEqualTo(
            new Route.Closed(
                "the deal goes by way of boost, and the settings name no such node for f01000"));
    assertThat(curio.route("f01000", Transport.CURIO, "mk12", null))
        .isEqualTo(new Route.Closed("f01000 has no HTTP address"));
  }

  private static Transports transports(OwnNodes nodes) {
    return new Transports(
        nodes,
        new CurioMk20Transport(ProviderAddresses.any(), java.time.Clock.systemUTC()),
        new CurioMk12Transport(ProviderAddresses.any()));
  }
}
