/** Accounts, API keys, and the token that services show each other. */
@NullMarked
package io.filstore.db.account;

import org.jspecify.annotations.NullMarked;
