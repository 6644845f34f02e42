/** Tests of the limits of what goes out, over real HTTP. */
@NullMarked
package io.filstore.retrieval.egress;

import org.jspecify.annotations.NullMarked;
