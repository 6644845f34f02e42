/** Programs for measuring and comparing; nothing of the product depends on them. */
@NullMarked
package io.filstore.benchmarks;

import org.jspecify.annotations.NullMarked;
