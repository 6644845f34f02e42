/** Answers that go out shorter to those who take them so. */
@NullMarked
package io.filstore.retrieval.encoding;

import org.jspecify.annotations.NullMarked;
