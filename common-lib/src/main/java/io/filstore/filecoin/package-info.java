/**
 * Objects of the Filecoin chain: addresses, amounts, proposals, allocations, messages, signatures.
 */
@NullMarked
package io.filstore.filecoin;

import org.jspecify.annotations.NullMarked;
