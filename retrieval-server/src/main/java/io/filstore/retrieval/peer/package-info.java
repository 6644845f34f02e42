/** Who this server is to indexers and readers: its key, its peer id, its address. */
@NullMarked
package io.filstore.retrieval.peer;

import org.jspecify.annotations.NullMarked;
