/** How far the bytes of pieces have come at providers. */
@NullMarked
package io.filstore.db.transfer;

import org.jspecify.annotations.NullMarked;
