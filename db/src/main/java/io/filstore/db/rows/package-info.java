/** How rows become records. */
@NullMarked
package io.filstore.db.rows;

import org.jspecify.annotations.NullMarked;
