/** Errors as RFC 9457 problem documents with stable codes. */
@NullMarked
package io.filstore.gateway.problem;

import org.jspecify.annotations.NullMarked;
