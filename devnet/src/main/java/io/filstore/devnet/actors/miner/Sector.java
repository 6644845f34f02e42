package io.filstore.devnet.actors.miner;

/**
 * A live sector.
 *
 * @param expiration epoch it was committed to
 * @param verified whether its bytes count tenfold as power
 * @param pieceSize padded bytes of the piece in it
 * @param faulty whether its last proof is missing
 */
public record Sector(
    long miner,
    long number,
    long activation,
    long expiration,
    boolean verified,
    long pieceSize,
    boolean faulty) {

  /** The same sector after its proof was missed or made good. */
  public Sector withFaulty(boolean now) {
    return new Sector(miner, number, activation, expiration, verified, pieceSize, now);
  }
}
