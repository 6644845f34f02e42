@NullMarked
package io.filstore.retrieval.access;

import org.jspecify.annotations.NullMarked;
