/** Tests. */
@NullMarked
package io.filstore.watcher.provider;

import org.jspecify.annotations.NullMarked;
