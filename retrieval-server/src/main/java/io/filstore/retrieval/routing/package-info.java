/**
 * Tells who has a CID, as the delegated routing specification has it: this server, for blocks of
 * public uploads, and nobody for all others.
 */
@NullMarked
package io.filstore.retrieval.routing;

import org.jspecify.annotations.NullMarked;
