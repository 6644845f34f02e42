/** Verbs about pieces. */
@NullMarked
package io.filstore.cli.piece;

import org.jspecify.annotations.NullMarked;
