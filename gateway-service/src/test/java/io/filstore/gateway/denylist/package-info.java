/** Tests of the denylist's routes over real HTTP. */
@NullMarked
package io.filstore.gateway.denylist;

import org.jspecify.annotations.NullMarked;
