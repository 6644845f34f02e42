/** Blocks of others on disk, within a budget. */
@NullMarked
package io.filstore.retrieval.cache;

import org.jspecify.annotations.NullMarked;
