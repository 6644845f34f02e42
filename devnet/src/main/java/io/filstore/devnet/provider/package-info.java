/** Curio-shaped storage providers, each on a port of its own (curio market/mk12, market/mk20). */
@NullMarked
package io.filstore.devnet.provider;

import org.jspecify.annotations.NullMarked;
