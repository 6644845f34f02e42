/**
 * Delivers each change of a deal's state to the operator's webhook (product.md section 7): signed,
 * repeated by schedule, given up on record, never to a private address outside a devnet.
 */
@NullMarked
package io.filstore.watcher.webhook;

import org.jspecify.annotations.NullMarked;
