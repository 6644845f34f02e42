/**
 * The list that providers pull from: pieces that still want a copy and that a provider may have,
 * and its reservation, which becomes a deal by the same rules and the same way as any other.
 */
@NullMarked
package io.filstore.scheduler.pull;

import org.jspecify.annotations.NullMarked;
