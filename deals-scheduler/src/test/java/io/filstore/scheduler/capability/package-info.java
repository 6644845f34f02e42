@NullMarked
package io.filstore.scheduler.capability;

import org.jspecify.annotations.NullMarked;
