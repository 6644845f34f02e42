/** What operators deny to everybody. */
@NullMarked
package io.filstore.gateway.denylist;

import org.jspecify.annotations.NullMarked;
