/** DataCap is reserved here before the chain is asked to set it aside. */
@NullMarked
package io.filstore.scheduler.datacap;

import org.jspecify.annotations.NullMarked;
