/** Fuzz tests of what packing keeps for itself, which nobody outside the package reads. */
@NullMarked
package io.filstore.pack;

import org.jspecify.annotations.NullMarked;
