@NullMarked
package io.filstore.gateway.schedule;

import org.jspecify.annotations.NullMarked;
