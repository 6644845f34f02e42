/**
 * What this deployment can do at present: verified deals may be switched off by the operator or by
 * the network.
 */
@NullMarked
package io.filstore.scheduler.capability;

import org.jspecify.annotations.NullMarked;
