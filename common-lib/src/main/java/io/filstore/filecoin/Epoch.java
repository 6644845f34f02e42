package io.filstore.filecoin;

/**
 * A chain epoch, the height of a tipset.
 *
 * @param value -1 is the chain's "never"
 */
public record Epoch(long value) implements Comparable<Epoch> {

  /** What the chain answers for "not yet", for example a deal that is not active. */
  public static final Epoch NEVER = new Epoch(-1);

  public Epoch plus(long epochs) {
    return new Epoch(Math.addExact(value, epochs));
  }

  public Epoch minus(long epochs) {
    return new Epoch(Math.subtractExact(value, epochs));
  }

  /** Epochs from the other to this one. */
  public long since(Epoch other) {
    return Math.subtractExact(value, other.value);
  }

  public boolean isBefore(Epoch other) {
    return value < other.value;
  }

  public boolean isAfter(Epoch other) {
    return value > other.value;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }

  /** The number. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
