@NullMarked
package io.filstore.retrieval.fallback;

import org.jspecify.annotations.NullMarked;
