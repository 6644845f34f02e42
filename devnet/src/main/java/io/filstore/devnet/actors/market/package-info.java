/** The storage market, actor f05: escrow, proposals, deals. */
@NullMarked
package io.filstore.devnet.actors.market;

import org.jspecify.annotations.NullMarked;
