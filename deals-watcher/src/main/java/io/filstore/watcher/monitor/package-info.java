/**
 * The recurring task {@code watch}: looks at the chain for every deal that is under way and records
 * what follows, each change with its evidence in one transaction.
 */
@NullMarked
package io.filstore.watcher.monitor;

import org.jspecify.annotations.NullMarked;
