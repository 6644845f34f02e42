@NullMarked
package io.filstore.scheduler.provider;

import org.jspecify.annotations.NullMarked;
