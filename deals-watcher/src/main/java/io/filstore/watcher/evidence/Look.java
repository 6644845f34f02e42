package io.filstore.watcher.evidence;

/**
 * A piece of evidence and the tipset at which it was read.
 *
 * @param height epoch of the tipset the state was read at
 * @param tipset the tipset's key, its block CIDs joined by commas
 */
public record Look(Evidence evidence, long height, String tipset) {}
