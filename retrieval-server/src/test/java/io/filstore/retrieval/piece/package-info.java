@NullMarked
package io.filstore.retrieval.piece;

import org.jspecify.annotations.NullMarked;
