package io.filstore.multiformats;

import java.util.Arrays;

/** Characters of a base in the order of their values. */
final class Alphabet {
  private final String characters;
  private final byte[] values = new byte[128];

  Alphabet(String characters) {
    this.characters = characters;
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < characters.length(); i++) {
      values[characters.charAt(i)] = (byte) i;
    }
  }

  int size() {
    return characters.length();
  }

  char character(int value) {
    return characters.charAt(value);
  }

  int value(String text, int index) {
    char c = text.charAt(index);
    int value = c < values.length ? values[c] : -1;
    if (value < 0) {
      throw new FormatException(
          "character U+%04X at %d is not in the alphabet of base %d"
              .formatted((int) c, index, size()));
    }
    return value;
  }
}
