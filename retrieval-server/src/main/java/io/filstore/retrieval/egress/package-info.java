/** How much goes out: in a day of an account's content, and at once of all. */
@NullMarked
package io.filstore.retrieval.egress;

import org.jspecify.annotations.NullMarked;
