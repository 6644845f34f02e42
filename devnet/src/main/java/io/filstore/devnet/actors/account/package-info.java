/** Key accounts: ids, balances, nonces. */
@NullMarked
package io.filstore.devnet.actors.account;

import org.jspecify.annotations.NullMarked;
