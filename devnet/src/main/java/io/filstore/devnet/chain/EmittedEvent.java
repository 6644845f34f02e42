package io.filstore.devnet.chain;

import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.multiformats.Cid;

/**
 * An event and where it happened.
 *
 * @param height of the tipset that holds the message
 * @param seenAt height of the tipset from which on its effect is visible
 * @param message CID of the message
 */
public record EmittedEvent(ActorEvent event, long height, long seenAt, Cid message) {}
