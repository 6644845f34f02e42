/** The whole of Filstore Deals in one JVM, and the command line of the launcher. */
@NullMarked
package io.filstore.allinone;

import org.jspecify.annotations.NullMarked;
