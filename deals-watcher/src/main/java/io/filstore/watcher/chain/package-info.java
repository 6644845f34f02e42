/**
 * The chain endpoint as this service trusts it: one consistent view per poll, refused when the
 * endpoint is away, behind, or serves another chain, and how fresh that view is.
 */
@NullMarked
package io.filstore.watcher.chain;

import org.jspecify.annotations.NullMarked;
