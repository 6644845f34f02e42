/** Tests of aggregates and inclusion proofs against published vectors and a peer. */
@NullMarked
package io.filstore.piece.aggregate;

import org.jspecify.annotations.NullMarked;
