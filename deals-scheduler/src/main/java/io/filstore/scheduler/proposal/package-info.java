/** The steps of one deal from planned to accepted: the job deal. */
@NullMarked
package io.filstore.scheduler.proposal;

import org.jspecify.annotations.NullMarked;
