@NullMarked
package io.filstore.gateway.deal;

import org.jspecify.annotations.NullMarked;
