/** Tests of the MK12 protocol against published vectors. */
@NullMarked
package io.filstore.filecoin.mk12;

import org.jspecify.annotations.NullMarked;
