/** The MK20 deal protocol of Curio, as far as it has bytes of its own (curio market/mk20). */
@NullMarked
package io.filstore.filecoin.mk20;

import org.jspecify.annotations.NullMarked;
