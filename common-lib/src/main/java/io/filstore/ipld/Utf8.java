package io.filstore.ipld;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** UTF-8 that refuses what it cannot represent, instead of putting a replacement character. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Reads all remaining bytes.
   *
   * @throws FormatException if they are not UTF-8
   */
  public static String decode(ByteBuffer bytes) {
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException("text is not valid UTF-8", e);
    }
  }

  /**
   * @throws FormatException if the text holds half a surrogate pair
   */
  public static byte[] encode(String text) {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new FormatException("text holds half a surrogate pair", e);
    }
  }
}
