@NullMarked
package io.filstore.db.piece;

import org.jspecify.annotations.NullMarked;
