@NullMarked
package io.filstore.retrieval.routing;

import org.jspecify.annotations.NullMarked;
