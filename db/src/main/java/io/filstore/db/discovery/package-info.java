/** Providers that were found on the chain, and how far the search for them is. */
@NullMarked
package io.filstore.db.discovery;

import org.jspecify.annotations.NullMarked;
