/** What every request passes: request id, limits, security headers, entity tags. */
@NullMarked
package io.filstore.gateway.edge;

import org.jspecify.annotations.NullMarked;
