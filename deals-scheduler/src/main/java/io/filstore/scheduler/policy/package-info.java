/** How many copies of a piece, where and on which terms: the job plan. */
@NullMarked
package io.filstore.scheduler.policy;

import org.jspecify.annotations.NullMarked;
