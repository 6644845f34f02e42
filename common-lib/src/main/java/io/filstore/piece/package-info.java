/**
 * Pieces: padded sizes, the piece commitment (commP) and its two CID forms, and the tokens by which
 * a provider may download one.
 */
@NullMarked
package io.filstore.piece;

import org.jspecify.annotations.NullMarked;
