/**
 * Blocks that are ours and not here any more, from those who may still have them: the providers of
 * our deals first, then gateways and whoever indexers name. What comes is worth nothing until its
 * hash is right; a source that lies, stalls or sends too much costs only itself.
 */
@NullMarked
package io.filstore.retrieval.fallback;

import org.jspecify.annotations.NullMarked;
