package io.filstore.devnet.actors.miner;

/**
 * A live sector.
 *
 * @param expiration epoch it was committed to
 * @param verified whether its bytes count tenfold as power
 * @param pieceSize padded bytes of the piece in it
 */
public record Sector(
    long miner, long number, long activation, long expiration, boolean verified, long pieceSize) {}
