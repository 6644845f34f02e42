/**
 * The side of providers: what they may pull, what they reserve, and what they report. They come
 * with a key that the operator issued for their id address.
 */
@NullMarked
package io.filstore.gateway.pull;

import org.jspecify.annotations.NullMarked;
