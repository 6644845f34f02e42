/** Which network addresses may be called when somebody else chose them. */
@NullMarked
package io.filstore.client.address;

import org.jspecify.annotations.NullMarked;
