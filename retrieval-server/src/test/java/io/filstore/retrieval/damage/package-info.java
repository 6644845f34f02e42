@NullMarked
package io.filstore.retrieval.damage;

import org.jspecify.annotations.NullMarked;
