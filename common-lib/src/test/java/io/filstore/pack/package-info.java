/** Trees for packing, and the tests of it. */
@NullMarked
package io.filstore.pack;

import org.jspecify.annotations.NullMarked;
