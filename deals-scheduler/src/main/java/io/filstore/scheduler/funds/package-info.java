/** Money and collateral of our wallets and deals, as the chain has it now. */
@NullMarked
package io.filstore.scheduler.funds;

import org.jspecify.annotations.NullMarked;
