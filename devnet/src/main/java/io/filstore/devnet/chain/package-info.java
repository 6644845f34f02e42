/** Ticks, tipsets, the mempool and the execution of messages; everything replays from a journal. */
@NullMarked
package io.filstore.devnet.chain;

import org.jspecify.annotations.NullMarked;
