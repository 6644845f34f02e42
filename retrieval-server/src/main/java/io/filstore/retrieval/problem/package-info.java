/** How a refused request looks: RFC 9457 with a stable code. */
@NullMarked
package io.filstore.retrieval.problem;

import org.jspecify.annotations.NullMarked;
