/** Links that open one upload to whoever has them. */
@NullMarked
package io.filstore.gateway.share;

import org.jspecify.annotations.NullMarked;
