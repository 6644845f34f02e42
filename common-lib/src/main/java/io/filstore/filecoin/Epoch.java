package io.filstore.filecoin;

/** A chain height. Negative only where the chain itself uses -1 for "never". */
public record Epoch(long value) implements Comparable<Epoch> {
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

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
