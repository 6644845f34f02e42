/**
 * The command line: puts the verbs together, and turns what they throw into one sentence and an
 * exit code.
 */
@NullMarked
package io.filstore.cli;

import org.jspecify.annotations.NullMarked;
