package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Turns names out of headers and query strings into text; only UTF-8 is accepted. */
final class HeaderText {
  private HeaderText() {}

  /** Decodes bytes strictly. */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          io.filstore.gateway.problem.ProblemCode.INVALID_REQUEST,
          "A file name is not valid UTF-8.",
          e);
    }
  }

  /** A header value as the server gives it: one character per byte. */
  static String utf8Header(String latin1) {
    return utf8(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Decodes %XX (RFC 3986) to bytes and these as UTF-8; the input has one character per byte. */
  static String percentDecoded(String latin1) {
    byte[] in = latin1.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.write(in[i]);
        continue;
      }
      if (i + 2 >= in.length
          || !HexFormat.isHexDigit(in[i + 1])
          || !HexFormat.isHexDigit(in[i + 2])) {
        throw ProblemException.invalid("A name has a '%' that is not followed by two hex digits.");
      }
      out.write(HexFormat.fromHexDigits(latin1, i + 1, i + 3));
      i += 2;
    }
    return utf8(out.toByteArray());
  }
}
