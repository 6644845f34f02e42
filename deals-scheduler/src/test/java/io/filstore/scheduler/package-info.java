/**
 * The scheduler against a devnet's chain, providers that answer as Curio does, and a real database.
 */
@NullMarked
package io.filstore.scheduler;

import org.jspecify.annotations.NullMarked;
