/**
 * What providers themselves say of deals that they have accepted: where they are, and why they
 * failed. Good news of a provider is information; only the chain makes a deal active.
 */
@NullMarked
package io.filstore.watcher.provider;

import org.jspecify.annotations.NullMarked;
