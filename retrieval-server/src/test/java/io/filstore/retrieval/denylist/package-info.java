/** Tests of the denylist over real HTTP. */
@NullMarked
package io.filstore.retrieval.denylist;

import org.jspecify.annotations.NullMarked;
