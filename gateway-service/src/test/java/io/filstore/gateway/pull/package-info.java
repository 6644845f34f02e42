@NullMarked
package io.filstore.gateway.pull;

import org.jspecify.annotations.NullMarked;
