/** What a schedule of many pieces would come to, before anything is planned or spent. */
@NullMarked
package io.filstore.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
