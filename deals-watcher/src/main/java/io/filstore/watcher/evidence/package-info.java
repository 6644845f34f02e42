/**
 * What the chain and the provider show about a deal, and what follows from it. Pure: no clock, no
 * database, no network. The door is {@link io.filstore.watcher.evidence.Derivation}.
 */
@NullMarked
package io.filstore.watcher.evidence;

import org.jspecify.annotations.NullMarked;
