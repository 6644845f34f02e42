/**
 * The wallets of this installation, their DataCap, money and collateral. The scheduler has the keys
 * and asks the chain; this package passes questions on to it.
 */
@NullMarked
package io.filstore.gateway.wallet;

import org.jspecify.annotations.NullMarked;
