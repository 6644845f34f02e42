@NullMarked
package io.filstore.retrieval.blockindex;

import org.jspecify.annotations.NullMarked;
