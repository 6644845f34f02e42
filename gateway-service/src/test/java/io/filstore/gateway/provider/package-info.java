@NullMarked
package io.filstore.gateway.provider;

import org.jspecify.annotations.NullMarked;
