package io.filstore.client.chain;

import java.util.List;

/**
 * Is told what a {@link ChainSubscription} hears. Hints only: a subscription may miss things and a
 * node may lie, so what follows from a hint is to be read from the chain. Called on the thread that
 * reads the connection, which reads on when the method returns.
 */
public interface ChainListener {

  /** The head changed; after every (re)connection first of all a single {@code CURRENT}. */
  void headChanged(List<HeadChange> changes);

  /** Something happened to a client that is followed. */
  void happened(ActorEvent event);

  /** The subscription began to be told, or ceased to. */
  void changed(ChainSubscription.State state);
}
