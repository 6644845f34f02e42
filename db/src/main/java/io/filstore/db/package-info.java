/** The one truth: migrations, and the rows and queries that more than one service uses. */
@NullMarked
package io.filstore.db;

import org.jspecify.annotations.NullMarked;
