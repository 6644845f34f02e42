/** A way for the simulation into the pull list. */
@NullMarked
package io.filstore.scheduler.pull;

import org.jspecify.annotations.NullMarked;
