package io.filstore.client.chain;

/**
 * Where a member of a JSON object ends, by its brackets and quotes alone: right for every valid
 * member, and for an invalid one somewhere, which makes no difference to a parser that reads it.
 */
final class JsonExtent {
  private JsonExtent() {}

  /** The offset behind the first bracketed value, or -1 when its end is not before {@code to}. */
  static int ofMember(byte[] bytes, int at, int to) {
    int depth = 0;
    boolean quoted = false;
    for (int i = at; i < to; i++) {
      byte b = bytes[i];
      if (quoted) {
        if (b == '\\') {
          i++;
        }
        quoted = b != '"';
      } else if (b == '"') {
        quoted = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth <= 0) {
          return depth == 0 ? i + 1 : -1;
        }
      }
    }
    return -1;
  }
}
