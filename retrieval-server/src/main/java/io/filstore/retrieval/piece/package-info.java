/** Pieces as storage providers download them. */
@NullMarked
package io.filstore.retrieval.piece;

import org.jspecify.annotations.NullMarked;
