@NullMarked
package io.filstore.retrieval.find;

import org.jspecify.annotations.NullMarked;
