@NullMarked
package io.filstore.gateway.share;

import org.jspecify.annotations.NullMarked;
