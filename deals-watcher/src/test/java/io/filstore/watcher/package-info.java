/** Tests of the watcher as a whole service. */
@NullMarked
package io.filstore.watcher;

import org.jspecify.annotations.NullMarked;
