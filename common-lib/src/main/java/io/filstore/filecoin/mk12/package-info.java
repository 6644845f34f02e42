/**
 * The MK12 deal protocol of Boost and Curio: CBOR maps whose keys are those of the Go types (boost
 * storagemarket/types, curio market/mk12). Readers take any key order, skip unknown keys and take a
 * missing flag as false.
 */
@NullMarked
package io.filstore.filecoin.mk12;

import org.jspecify.annotations.NullMarked;
