/** Which network addresses may be called when somebody else chose them. */
@NullMarked
package io.filstore.net;

import org.jspecify.annotations.NullMarked;
