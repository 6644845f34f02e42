/** The verified registry, actor f06: allocations and claims. */
@NullMarked
package io.filstore.devnet.actors.verifreg;

import org.jspecify.annotations.NullMarked;
