/**
 * How a step of a deal ends: the row, its event, its DataCap and the next job in one transaction.
 */
@NullMarked
package io.filstore.scheduler.progress;

import org.jspecify.annotations.NullMarked;
