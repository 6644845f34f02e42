/**
 * As much of libp2p as names and signs without its network: peer ids, ed25519 keys and signed
 * envelopes (libp2p specs, peer-ids and RFC 0002).
 */
@NullMarked
package io.filstore.libp2p;

import org.jspecify.annotations.NullMarked;
