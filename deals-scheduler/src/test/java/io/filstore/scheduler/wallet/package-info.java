@NullMarked
package io.filstore.scheduler.wallet;

import org.jspecify.annotations.NullMarked;
