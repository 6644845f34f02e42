/** Policies of accounts: how many copies, where, for how long and at what price. */
@NullMarked
package io.filstore.gateway.policy;

import org.jspecify.annotations.NullMarked;
