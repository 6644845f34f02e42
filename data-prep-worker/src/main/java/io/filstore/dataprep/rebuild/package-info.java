/** Damaged CARs are built anew from what is left of them elsewhere. */
@NullMarked
package io.filstore.dataprep.rebuild;

import org.jspecify.annotations.NullMarked;
