/** Deals about one's own pieces, and their history. */
@NullMarked
package io.filstore.gateway.deal;

import org.jspecify.annotations.NullMarked;
