@NullMarked
package io.filstore.retrieval.encoding;

import org.jspecify.annotations.NullMarked;
