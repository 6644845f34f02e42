@NullMarked
package io.filstore.retrieval.publish;

import org.jspecify.annotations.NullMarked;
