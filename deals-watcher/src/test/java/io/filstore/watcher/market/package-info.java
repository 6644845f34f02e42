/** Tests. */
@NullMarked
package io.filstore.watcher.market;

import org.jspecify.annotations.NullMarked;
