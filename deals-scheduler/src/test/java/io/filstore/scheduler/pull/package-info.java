/** A way for tests into the pull list. */
@NullMarked
package io.filstore.scheduler.pull;

import org.jspecify.annotations.NullMarked;
