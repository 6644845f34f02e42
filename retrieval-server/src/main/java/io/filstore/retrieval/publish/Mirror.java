package io.filstore.retrieval.publish;

import io.filstore.filecoin.Multiaddr;
import io.filstore.libp2p.Ed25519Key;

/**
 * Another gateway of the operator's with the same content, which speaks for itself.
 *
 * @param key its own, by which readers know it
 * @param address where it is
 */
record Mirror(Ed25519Key key, Multiaddr address) {}
