/** Tells downloads that are slow from those that stand still. */
@NullMarked
package io.filstore.watcher.transfer;

import org.jspecify.annotations.NullMarked;
