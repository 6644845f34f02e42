/** Verbs about blocks as values of the IPLD data model. */
@NullMarked
package io.filstore.cli.dag;

import org.jspecify.annotations.NullMarked;
