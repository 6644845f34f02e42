@NullMarked
package io.filstore.net;

import org.jspecify.annotations.NullMarked;
