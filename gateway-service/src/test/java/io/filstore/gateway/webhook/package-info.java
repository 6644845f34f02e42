@NullMarked
package io.filstore.gateway.webhook;

import org.jspecify.annotations.NullMarked;
