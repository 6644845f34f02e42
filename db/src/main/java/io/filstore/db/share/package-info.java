/** Links that open the content of one upload. */
@NullMarked
package io.filstore.db.share;

import org.jspecify.annotations.NullMarked;
