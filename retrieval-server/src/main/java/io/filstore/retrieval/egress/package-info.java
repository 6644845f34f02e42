/** How much of an account's content goes out in a day. */
@NullMarked
package io.filstore.retrieval.egress;

import org.jspecify.annotations.NullMarked;
