/**
 * The service that turns packed pieces into deals: policy, wallet, DataCap, chain messages,
 * proposals.
 */
@NullMarked
package io.filstore.scheduler;

import org.jspecify.annotations.NullMarked;
