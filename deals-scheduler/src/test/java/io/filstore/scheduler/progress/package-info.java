/** Waits between tries. */
@NullMarked
package io.filstore.scheduler.progress;

import org.jspecify.annotations.NullMarked;
