/** The retrieval server: pieces for providers, verified content for readers. */
@NullMarked
package io.filstore.retrieval;

import org.jspecify.annotations.NullMarked;
