/** Verbs about content identifiers. */
@NullMarked
package io.filstore.cli.cid;

import org.jspecify.annotations.NullMarked;
