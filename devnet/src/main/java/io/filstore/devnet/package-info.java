/** A local Filecoin that simulates: a chain, its market and registry, and a few providers. */
@NullMarked
package io.filstore.devnet;

import org.jspecify.annotations.NullMarked;
