/** The peer of the fast reading of market deals, which nobody outside the package needs. */
@NullMarked
package io.filstore.client.chain;

import org.jspecify.annotations.NullMarked;
