/** Tests. */
@NullMarked
package io.filstore.watcher.eventfeed;

import org.jspecify.annotations.NullMarked;
