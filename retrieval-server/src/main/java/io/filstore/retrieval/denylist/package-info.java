/** What is given to nobody, whoever asks. */
@NullMarked
package io.filstore.retrieval.denylist;

import org.jspecify.annotations.NullMarked;
