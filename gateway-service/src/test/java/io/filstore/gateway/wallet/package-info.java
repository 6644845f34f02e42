@NullMarked
package io.filstore.gateway.wallet;

import org.jspecify.annotations.NullMarked;
