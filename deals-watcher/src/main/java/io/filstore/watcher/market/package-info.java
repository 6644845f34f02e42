/**
 * f05: which published deal is ours (found by sweeping all deals), and what the market holds of a
 * deal whose id is known.
 */
@NullMarked
package io.filstore.watcher.market;

import org.jspecify.annotations.NullMarked;
