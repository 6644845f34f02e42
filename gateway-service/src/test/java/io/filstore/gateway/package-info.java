@NullMarked
package io.filstore.gateway;

import org.jspecify.annotations.NullMarked;
