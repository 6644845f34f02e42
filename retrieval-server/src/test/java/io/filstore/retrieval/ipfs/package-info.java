@NullMarked
package io.filstore.retrieval.ipfs;

import org.jspecify.annotations.NullMarked;
