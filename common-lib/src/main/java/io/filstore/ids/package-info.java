/** Identifiers of our own rows: a short prefix and a ULID. */
@NullMarked
package io.filstore.ids;

import org.jspecify.annotations.NullMarked;
