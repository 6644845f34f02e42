package io.filstore.devnet.chain;

import io.filstore.devnet.actors.WorldState;

/** A tipset's height and the state seen from it. Immutable. */
public record HeadView(long height, WorldState state) {}
