/** SHA-256 of many messages at once, by whatever is fastest on the machine at hand. */
@NullMarked
package io.filstore.hash;

import org.jspecify.annotations.NullMarked;
