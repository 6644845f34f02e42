@NullMarked
package io.filstore.unixfs.extract;

import org.jspecify.annotations.NullMarked;
