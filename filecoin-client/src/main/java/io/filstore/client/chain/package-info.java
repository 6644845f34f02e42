/**
 * The chain as Filstore sees it: one interface, one adapter over the JSON-RPC of a Lotus node, and
 * a second source of market deals (a snapshot file or address). Answers are values; a peer that
 * cannot answer is a {@link io.filstore.client.chain.ChainException}.
 */
@NullMarked
package io.filstore.client.chain;

import org.jspecify.annotations.NullMarked;
