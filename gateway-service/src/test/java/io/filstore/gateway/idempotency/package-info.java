@NullMarked
package io.filstore.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
