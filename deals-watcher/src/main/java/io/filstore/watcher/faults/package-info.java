/**
 * The task {@code look-for-faults}: which active deals lie in sectors whose proof is missing, and
 * which of these are proven again.
 */
@NullMarked
package io.filstore.watcher.faults;

import org.jspecify.annotations.NullMarked;
