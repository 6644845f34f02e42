package io.filstore.filecoin;

/** First letter of an address in text; a matter of display, not part of the address. */
public enum NetworkPrefix {
  MAIN('f'),
  TEST('t');

  private final char letter;

  NetworkPrefix(char letter) {
    this.letter = letter;
  }

  /** {@code f} or {@code t}. */
  public char letter() {
    return letter;
  }
}
