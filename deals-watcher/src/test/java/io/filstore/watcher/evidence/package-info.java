/** Tests. */
@NullMarked
package io.filstore.watcher.evidence;

import org.jspecify.annotations.NullMarked;
