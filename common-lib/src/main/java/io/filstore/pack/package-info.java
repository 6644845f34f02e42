/**
 * Files into CARs and piece commitments in one pass: content is read once, its leaves are hashed by
 * all cores, and the CAR and its piece commitment grow from the same bytes. {@link
 * io.filstore.pack.Packer} is the door.
 */
@NullMarked
package io.filstore.pack;

import org.jspecify.annotations.NullMarked;
