/** The examples of this module's README: what stands between the region marks stands there, too. */
@NullMarked
package io.filstore.examples;

import org.jspecify.annotations.NullMarked;
