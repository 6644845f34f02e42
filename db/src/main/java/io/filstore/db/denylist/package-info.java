/** What is given to nobody. */
@NullMarked
package io.filstore.db.denylist;

import org.jspecify.annotations.NullMarked;
