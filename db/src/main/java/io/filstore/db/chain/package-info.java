/** The chain's clock, providers, wallets and messages. */
@NullMarked
package io.filstore.db.chain;

import org.jspecify.annotations.NullMarked;
