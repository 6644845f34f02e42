@NullMarked
package io.filstore.retrieval;

import org.jspecify.annotations.NullMarked;
