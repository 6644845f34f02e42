@NullMarked
package io.filstore.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
