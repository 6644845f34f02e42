/** Idempotency-Key: the same creating request answers the same, once. */
@NullMarked
package io.filstore.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
