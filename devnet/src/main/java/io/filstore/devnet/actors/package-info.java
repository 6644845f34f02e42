/** The built-in actors in miniature and the dispatch of messages to them (builtin-actors v18). */
@NullMarked
package io.filstore.devnet.actors;

import org.jspecify.annotations.NullMarked;
