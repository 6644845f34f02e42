@NullMarked
package io.filstore.gateway.policy;

import org.jspecify.annotations.NullMarked;
