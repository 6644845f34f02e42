/**
 * Objects of the Filecoin chain and of deal making: addresses, amounts, epochs, keys and
 * signatures, messages, market proposals and DataCap allocations, each with its exact bytes.
 */
@NullMarked
package io.filstore.filecoin;

import org.jspecify.annotations.NullMarked;
