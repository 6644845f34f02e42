/** Which network this is, and whether the node's view of it is fresh enough to act on. */
@NullMarked
package io.filstore.scheduler.network;

import org.jspecify.annotations.NullMarked;
