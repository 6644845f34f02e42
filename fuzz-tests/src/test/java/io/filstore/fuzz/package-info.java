/**
 * Fuzz tests of every reader: only the documented exception may escape, and what is read means one
 * thing.
 */
@NullMarked
package io.filstore.fuzz;

import org.jspecify.annotations.NullMarked;
