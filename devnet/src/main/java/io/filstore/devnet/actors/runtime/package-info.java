/** What every actor is called with and answers by: call, exit code, event, limits. */
@NullMarked
package io.filstore.devnet.actors.runtime;

import org.jspecify.annotations.NullMarked;
