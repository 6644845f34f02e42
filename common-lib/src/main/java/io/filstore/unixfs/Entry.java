package io.filstore.unixfs;

import io.filstore.multiformats.Cid;

/**
 * A file, symlink or directory that has been imported.
 *
 * @param cid its root block
 * @param size content bytes; for a directory the sum of everything below
 * @param tsize bytes of all its blocks, repeated ones counted each time, as a link to it states it
 */
public record Entry(Cid cid, long size, long tsize) {}
