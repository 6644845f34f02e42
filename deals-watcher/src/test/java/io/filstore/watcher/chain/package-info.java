/** Tests. */
@NullMarked
package io.filstore.watcher.chain;

import org.jspecify.annotations.NullMarked;
