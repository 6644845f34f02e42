/** Accounts and API keys. */
@NullMarked
package io.filstore.db.account;

import org.jspecify.annotations.NullMarked;
