package io.filstore.client.deal;

import java.net.URI;

/**
 * A node of the operator that takes the offers for one provider instead of the provider's public
 * market. Such nodes are usually at private addresses: that the operator names one in the settings
 * is the permission to call it there, and nobody else can name one.
 */
public sealed interface OwnNode {

  /** Base URL of its JSON-RPC. */
  URI rpc();

  /** Speaks to it, with the operator's token. */
  DealTransport transport();

  /** The way on which it is. */
  default Transport kind() {
    return switch (this) {
      case Boost _ -> Transport.BOOST;
      case Lotus _ -> Transport.LOTUS;
    };
  }

  /** A boostd. */
  record Boost(URI rpc, BoostTransport transport) implements OwnNode {}

  /** A Lotus node with its market client. */
  record Lotus(URI rpc, LegacyLotusTransport transport) implements OwnNode {}
}
