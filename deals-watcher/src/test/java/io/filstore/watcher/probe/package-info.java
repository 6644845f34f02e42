@NullMarked
package io.filstore.watcher.probe;

import org.jspecify.annotations.NullMarked;
