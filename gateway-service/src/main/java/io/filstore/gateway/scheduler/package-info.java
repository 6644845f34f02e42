/** The scheduler, as the gateway asks it: what its users want of wallets, deals and schedules. */
@NullMarked
package io.filstore.gateway.scheduler;

import org.jspecify.annotations.NullMarked;
