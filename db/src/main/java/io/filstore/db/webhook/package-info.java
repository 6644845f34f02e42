/** Webhooks of accounts: where an account's events are called out, and under which secrets. */
@NullMarked
package io.filstore.db.webhook;

import org.jspecify.annotations.NullMarked;
