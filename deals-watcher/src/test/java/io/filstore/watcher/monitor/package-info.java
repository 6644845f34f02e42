/** Tests. */
@NullMarked
package io.filstore.watcher.monitor;

import org.jspecify.annotations.NullMarked;
