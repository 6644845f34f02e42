/**
 * Self-describing identifiers: varint, multibase, multihash and CID.
 *
 * <p>Every reader here is strict: a byte string has one meaning or is refused with a {@link
 * io.filstore.multiformats.FormatException}.
 */
@NullMarked
package io.filstore.multiformats;

import org.jspecify.annotations.NullMarked;
