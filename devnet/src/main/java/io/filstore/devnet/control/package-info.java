/** What a real network does not have: a faucet, ticks by hand, faults on demand. */
@NullMarked
package io.filstore.devnet.control;

import org.jspecify.annotations.NullMarked;
