@NullMarked
package io.filstore.blob;

import org.jspecify.annotations.NullMarked;
