/**
 * Whether providers give back what the chain says they hold: blocks at random places are fetched
 * and hashed, and what comes of it is kept and told.
 */
@NullMarked
package io.filstore.watcher.probe;

import org.jspecify.annotations.NullMarked;
