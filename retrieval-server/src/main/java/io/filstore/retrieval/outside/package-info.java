/** Calls to servers that nobody here vouches for: bounded in bytes and time, never redirected. */
@NullMarked
package io.filstore.retrieval.outside;

import org.jspecify.annotations.NullMarked;
