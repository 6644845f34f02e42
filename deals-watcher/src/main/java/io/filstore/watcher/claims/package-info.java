/** f06: the allocation of a direct deal and the claim that it becomes. */
@NullMarked
package io.filstore.watcher.claims;

import org.jspecify.annotations.NullMarked;
