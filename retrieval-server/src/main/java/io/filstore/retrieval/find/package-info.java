/**
 * Asks routers (delegated routing) and indexers (IPNI) who else has a block. What they say is a
 * hint from strangers: bounded in size, believed in nothing, and not asked for again too soon.
 */
@NullMarked
package io.filstore.retrieval.find;

import org.jspecify.annotations.NullMarked;
