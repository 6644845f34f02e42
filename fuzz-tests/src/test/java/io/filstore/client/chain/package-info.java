/** Fuzz tests of reading market deals, of which two ways are hidden in the package. */
@NullMarked
package io.filstore.client.chain;

import org.jspecify.annotations.NullMarked;
