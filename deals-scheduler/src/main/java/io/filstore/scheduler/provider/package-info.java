/** Storage providers: found on the chain, asked for their terms, checked against ours. */
@NullMarked
package io.filstore.scheduler.provider;

import org.jspecify.annotations.NullMarked;
