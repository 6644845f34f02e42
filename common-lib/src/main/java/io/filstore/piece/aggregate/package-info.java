/**
 * Verifiable data aggregation (FRC-0058): many small pieces in one deal. {@link
 * io.filstore.piece.aggregate.AggregateBuilder} places them, {@link
 * io.filstore.piece.aggregate.Aggregate} knows the commitment and makes inclusion proofs, {@link
 * io.filstore.piece.aggregate.AggregateWriter} writes the bytes, {@link
 * io.filstore.piece.aggregate.AggregateIndex} reads them back, and {@link
 * io.filstore.piece.aggregate.InclusionProof} is what a client verifies.
 *
 * <p>Offsets and sizes are padded bytes unless a name says raw.
 */
@NullMarked
package io.filstore.piece.aggregate;

import org.jspecify.annotations.NullMarked;
