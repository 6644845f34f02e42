/**
 * Files and directories as blocks (ipfs/specs UNIXFS.md): importing under a fixed profile, and
 * reading back with every block verified.
 */
@NullMarked
package io.filstore.unixfs;

import org.jspecify.annotations.NullMarked;
