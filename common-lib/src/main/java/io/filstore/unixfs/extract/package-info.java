/**
 * Files and directories out of blocks and into a folder. The blocks are somebody else's: nothing
 * they say makes a byte land outside of the folder. {@link io.filstore.unixfs.extract.Extractor} is
 * the door.
 */
@NullMarked
package io.filstore.unixfs.extract;

import org.jspecify.annotations.NullMarked;
