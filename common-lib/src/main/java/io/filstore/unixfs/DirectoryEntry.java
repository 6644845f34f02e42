package io.filstore.unixfs;

import io.filstore.multiformats.Cid;

/**
 * A line of a directory listing.
 *
 * @param tsize cumulative size as the link claims it; only a hint
 */
public record DirectoryEntry(String name, Cid cid, long tsize) {}
