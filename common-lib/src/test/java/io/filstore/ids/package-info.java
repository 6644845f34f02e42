@NullMarked
package io.filstore.ids;

import org.jspecify.annotations.NullMarked;
