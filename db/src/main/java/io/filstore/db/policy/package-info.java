/** Policies of accounts: what they want for the pieces of their uploads. */
@NullMarked
package io.filstore.db.policy;

import org.jspecify.annotations.NullMarked;
