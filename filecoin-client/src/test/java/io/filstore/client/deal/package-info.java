/** The contract of deal transports, and a provider that answers as Curio does. */
@NullMarked
package io.filstore.client.deal;

import org.jspecify.annotations.NullMarked;
