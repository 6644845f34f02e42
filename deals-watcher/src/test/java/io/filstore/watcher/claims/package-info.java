/** Tests. */
@NullMarked
package io.filstore.watcher.claims;

import org.jspecify.annotations.NullMarked;
