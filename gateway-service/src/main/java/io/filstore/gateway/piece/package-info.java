/** Pieces of one's own uploads. */
@NullMarked
package io.filstore.gateway.piece;

import org.jspecify.annotations.NullMarked;
