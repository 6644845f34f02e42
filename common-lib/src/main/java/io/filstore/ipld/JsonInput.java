package io.filstore.ipld;

import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;

/** Tokens of JSON text (RFC 8259) in UTF-8, without knowledge of what may stand where. */
final class JsonInput {
  private static final int END = -1;

  private final ByteBuffer in;

  JsonInput(ByteBuffer text) {
    this.in = text.slice();
  }

  /** First byte of the next token, which stays unread; -1 at the end. */
  int peek() {
    while (in.hasRemaining()) {
      int b = in.get(in.position()) & 0xff;
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      in.get();
    }
    return END;
  }

  /** Reads the punctuation mark if it is the next token. */
  boolean take(char mark) {
    if (peek() != mark) {
      return false;
    }
    in.get();
    return true;
  }

  /** Reads the punctuation mark, which must be the next token. */
  void expect(char mark) {
    if (!take(mark)) {
      throw problem("'" + mark + "' is missing");
    }
  }

  /** Reads {@code true}, {@code false} or {@code null}. */
  void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (next() != word.charAt(i)) {
        throw problem("not '" + word + "'");
      }
    }
  }

  /** Reads a number's text; it has a point or an exponent if it is a float. */
  String number() {
    StringBuilder text = new StringBuilder();
    copy('-', text);
    if (!copy('0', text)) {
      digits(text);
    }
    if (copy('.', text)) {
      digits(text);
    }
    if (copy('e', text) || copy('E', text)) {
      if (!copy('+', text)) {
        copy('-', text);
      }
      digits(text);
    }
    return text.toString();
  }

  private void digits(StringBuilder text) {
    int before = text.length();
    while (in.hasRemaining() && isDigit(in.get(in.position()))) {
      text.append((char) in.get());
    }
    if (text.length() == before) {
      throw problem("number without a digit");
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private boolean copy(char wanted, StringBuilder text) {
    if (!in.hasRemaining() || in.get(in.position()) != wanted) {
      return false;
    }
    text.append((char) in.get());
    return true;
  }

  /** Reads the rest of a string behind its first quotation mark and resolves its escapes. */
  String string() {
    StringBuilder text = new StringBuilder();
    int start = in.position();
    for (int b = next(); b != '"'; b = next()) {
      if (b < ' ') {
        throw problem("control character inside a string");
      }
      if (b == '\\') {
        plain(start, in.position() - 1, text);
        text.append(escaped());
        start = in.position();
      }
    }
    plain(start, in.position() - 1, text);
    // Halves of a pair come from escapes only; nothing else finds them.
    Utf8.encode(text.toString());
    return text.toString();
  }

  private void plain(int from, int to, StringBuilder text) {
    text.append(Utf8.decode(in.slice(from, to - from)));
  }

  private char escaped() {
    int b = next();
    return switch (b) {
      case '"', '\\', '/' -> (char) b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> throw problem("escape that is not known");
    };
  }

  private char codeUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw problem("escape without four hexadecimal digits");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private int next() {
    if (!in.hasRemaining()) {
      throw problem("ends inside a token");
    }
    return in.get() & 0xff;
  }

  FormatException problem(String what) {
    return new FormatException("JSON at byte " + in.position() + ": " + what);
  }
}
