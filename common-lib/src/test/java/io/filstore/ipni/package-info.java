@NullMarked
package io.filstore.ipni;

import org.jspecify.annotations.NullMarked;
