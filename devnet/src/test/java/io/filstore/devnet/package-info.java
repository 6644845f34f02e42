@NullMarked
package io.filstore.devnet;

import org.jspecify.annotations.NullMarked;
