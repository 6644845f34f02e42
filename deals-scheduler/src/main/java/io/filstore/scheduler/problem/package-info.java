/** Refusals of the internal API, in the words that the gateway passes on. */
@NullMarked
package io.filstore.scheduler.problem;

import org.jspecify.annotations.NullMarked;
