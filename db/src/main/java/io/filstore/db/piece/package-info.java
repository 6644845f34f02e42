/** Pieces and the CARs that hold them. */
@NullMarked
package io.filstore.db.piece;

import org.jspecify.annotations.NullMarked;
