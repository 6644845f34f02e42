/** What was made to go wrong, and when: for whoever has to explain what a system went through. */
@NullMarked
package io.filstore.devnet.incident;

import org.jspecify.annotations.NullMarked;
