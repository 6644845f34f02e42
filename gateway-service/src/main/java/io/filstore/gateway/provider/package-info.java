/** Storage providers: terms, how they stand with us, and leaving one alone. */
@NullMarked
package io.filstore.gateway.provider;

import org.jspecify.annotations.NullMarked;
