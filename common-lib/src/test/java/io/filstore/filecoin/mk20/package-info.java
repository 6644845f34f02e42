/** Tests of the MK20 protocol against published vectors. */
@NullMarked
package io.filstore.filecoin.mk20;

import org.jspecify.annotations.NullMarked;
