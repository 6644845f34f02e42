@NullMarked
package io.filstore.retrieval.bytes;

import org.jspecify.annotations.NullMarked;
