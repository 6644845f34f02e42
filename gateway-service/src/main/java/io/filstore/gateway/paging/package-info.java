/** Lists by opaque cursors. */
@NullMarked
package io.filstore.gateway.paging;

import org.jspecify.annotations.NullMarked;
