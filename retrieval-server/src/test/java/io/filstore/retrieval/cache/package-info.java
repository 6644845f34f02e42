@NullMarked
package io.filstore.retrieval.cache;

import org.jspecify.annotations.NullMarked;
