/**
 * The block codecs dag-cbor, dag-json and dag-pb, strict in both directions (ipld/ipld
 * specifications), and the links of a block whatever its codec.
 *
 * <p>Bad bytes end in a {@link io.filstore.multiformats.FormatException}; no length is trusted
 * before it is compared with the bytes at hand, and nesting is bounded.
 */
@NullMarked
package io.filstore.ipld;

import org.jspecify.annotations.NullMarked;
