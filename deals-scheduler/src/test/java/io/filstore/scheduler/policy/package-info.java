@NullMarked
package io.filstore.scheduler.policy;

import org.jspecify.annotations.NullMarked;
