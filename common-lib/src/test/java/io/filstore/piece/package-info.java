/** Tests of the piece commitment against published vectors and a peer. */
@NullMarked
package io.filstore.piece;

import org.jspecify.annotations.NullMarked;
