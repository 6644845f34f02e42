@NullMarked
package io.filstore.hash;

import org.jspecify.annotations.NullMarked;
