@NullMarked
package io.filstore.scheduler.funds;

import org.jspecify.annotations.NullMarked;
