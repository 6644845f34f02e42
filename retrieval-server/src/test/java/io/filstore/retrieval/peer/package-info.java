@NullMarked
package io.filstore.retrieval.peer;

import org.jspecify.annotations.NullMarked;
