package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborType;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The label of a proposal: text or bytes of at most 256 bytes. Informative; never to be trusted.
 */
public sealed interface DealLabel {

  /** Longest label in bytes (builtin-actors market policy). */
  int MAX_BYTES = 256;

  /** A label as text, by convention the root CID of the payload. */
  record Text(String value) implements DealLabel {
    public Text {
      requireLength(value.getBytes(StandardCharsets.UTF_8).length);
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** A label as bytes. */
  record Bytes(byte[] value) implements DealLabel {
    public Bytes {
      requireLength(value.length);
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "0x" + HexFormat.of().formatHex(value);
    }
  }

  /** A label as text. */
  static DealLabel of(String text) {
    return new Text(text);
  }

  private static void requireLength(int bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "deal label is %d bytes, at most %d".formatted(bytes, MAX_BYTES));
    }
  }

  /** Reads a text or a byte string. */
  static DealLabel read(CborReader in) {
    try {
      return in.peek() == CborType.BYTES ? new Bytes(in.bytes()) : new Text(in.text());
    } catch (IllegalArgumentException e) {
      throw new FormatException("deal label is longer than " + MAX_BYTES + " bytes", e);
    }
  }

  /** Writes a text or a byte string. */
  default void write(CborWriter out) {
    switch (this) {
      case Text text -> out.text(text.value());
      case Bytes bytes -> out.bytes(bytes.value());
    }
  }
}
