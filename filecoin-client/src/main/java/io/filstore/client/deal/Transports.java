package io.filstore.client.deal;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Every way to a provider. Which one a new deal takes is in the settings, and then in its row. */
public final class Transports {

  private final OwnNodes nodes;
  private final CurioMk20Transport mk20;
  private final CurioMk12Transport mk12;

  public Transports(OwnNodes nodes, CurioMk20Transport mk20, CurioMk12Transport mk12) {
    this.nodes = nodes;
    this.mk20 = mk20;
    this.mk12 = mk12;
  }

  /** How a new deal reaches the provider, by the settings. */
  public Transport of(String provider) {
    return nodes.of(provider).map(OwnNode::kind).orElse(Transport.CURIO);
  }

  /**
   * The way of a deal, which keeps its transport whatever the settings are now.
   *
   * @param product {@code ddo} or {@code mk12}
   * @param market base URL of the provider's public market; absent when it has none
   */
  public Route route(
      String provider, Transport transport, String product, @Nullable String market) {
    if (transport != Transport.CURIO) {
      return own(provider, transport);
    }
    return market == null
        ? new Route.Closed(provider + " has no HTTP address")
        : new Route.Open(product.equals("ddo") ? mk20 : mk12, URI.create(market));
  }

  private Route own(String provider, Transport transport) {
    return nodes
        .of(provider)
        .filter(node -> node.kind() == transport)
        .<Route>map(node -> new Route.Open(node.transport(), node.rpc()))
        .orElseGet(() ->
            new Route.Closed(
                "the deal goes by way of %s, and the settings name no such node for %s"
                    .formatted(transport.word(), provider)));
  }
}
