/** Append-only files of JSON lines that survive a kill: what was appended durably is read back. */
@NullMarked
package io.filstore.devnet.journal;

import org.jspecify.annotations.NullMarked;
