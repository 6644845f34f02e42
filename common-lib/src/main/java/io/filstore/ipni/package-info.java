/**
 * What a publisher tells indexers (ipni/specs, as go-libipni writes and checks it): chains of entry
 * chunks and of advertisements, the signed head of the chain, the announcement of a new head, and
 * the metadata that says by which protocols content can be had.
 *
 * <p>Bad bytes end in a {@link io.filstore.multiformats.FormatException}.
 */
@NullMarked
package io.filstore.ipni;

import org.jspecify.annotations.NullMarked;
