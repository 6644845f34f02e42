/** Tests. */
@NullMarked
package io.filstore.watcher.webhook;

import org.jspecify.annotations.NullMarked;
