/** Miner actors: who they are, where they listen, which sectors they hold. */
@NullMarked
package io.filstore.devnet.actors.miner;

import org.jspecify.annotations.NullMarked;
