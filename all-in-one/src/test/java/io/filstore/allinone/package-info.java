@NullMarked
package io.filstore.allinone;

import org.jspecify.annotations.NullMarked;
