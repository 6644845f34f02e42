/**
 * CARv1 archives (ipld/ipld specs/transport/car): writing with the root patched in at the end,
 * strict reading, and a sidecar index for random access.
 */
@NullMarked
package io.filstore.car;

import org.jspecify.annotations.NullMarked;
