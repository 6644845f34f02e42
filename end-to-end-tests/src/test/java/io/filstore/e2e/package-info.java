/** The whole system, and the rules that hold across its modules. */
@NullMarked
package io.filstore.e2e;

import org.jspecify.annotations.NullMarked;
