@NullMarked
package io.filstore.scheduler.discovery;

import org.jspecify.annotations.NullMarked;
