/** Tests of the egress routes over real HTTP. */
@NullMarked
package io.filstore.gateway.egress;

import org.jspecify.annotations.NullMarked;
