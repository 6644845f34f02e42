package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The Content-Disposition header of a part (RFC 7578) or of a plain body (RFC 6266). In a quoted
 * name a browser writes '"' as {@code %22} (HTML standard, "multipart/form-data encoding"), older
 * clients as {@code \"}; {@code filename*} is percent-encoded UTF-8 (RFC 8187) and goes first.
 *
 * @param type {@code form-data} or {@code attachment}, lower case
 */
record ContentDisposition(String type, Map<String, String> parameters) {

  /** Reads the header; its text has one character per byte. */
  static ContentDisposition parse(String latin1) {
    Scanner scanner = new Scanner(latin1);
    String type = scanner.token();
    Map<String, String> parameters = new HashMap<>();
    while (scanner.next(';')) {
      String name = scanner.token();
      scanner.require('=');
      if (parameters.put(name, scanner.value()) != null) {
        throw ProblemException.invalid("Content-Disposition gives " + name + " twice.");
      }
    }
    scanner.end();
    return new ContentDisposition(type, parameters);
  }

  /** The form field's name. */
  Optional<String> fieldName() {
    return Optional.ofNullable(parameters.get("name")).map(HeaderText::utf8Header);
  }

  /** The file's path; absent when the part is an ordinary field. */
  Optional<String> fileName() {
    String extended = parameters.get("filename*");
    if (extended != null) {
      return Optional.of(extended(extended));
    }
    return Optional.ofNullable(parameters.get("filename"))
        .map(name -> HeaderText.utf8Header(name).replace("%22", "\""));
  }

  private static String extended(String value) {
    String[] parts = value.split("'", 3);
    if (parts.length != 3 || !parts[0].equalsIgnoreCase("UTF-8")) {
      throw ProblemException.invalid("filename* must be UTF-8''<percent-encoded name>.");
    }
    return HeaderText.percentDecoded(parts[2]);
  }

  /** Reads tokens and quoted strings one after the other. */
  private static final class Scanner {
    private final String text;
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    String token() {
      skipBlanks();
      int start = at;
      while (at < text.length() && ";= \t\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (at == start) {
        throw malformed();
      }
      return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    String value() {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == '"') {
        at++;
        return quoted();
      }
      int start = at;
      while (at < text.length() && "; \t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toString();
        }
        if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
          c = text.charAt(++at);
        }
        value.append(c);
      }
      throw malformed();
    }

    boolean next(char c) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        skipBlanks();
        return at < text.length();
      }
      return false;
    }

    void require(char c) {
      skipBlanks();
      if (at >= text.length() || text.charAt(at++) != c) {
        throw malformed();
      }
    }

    void end() {
      skipBlanks();
      if (at < text.length()) {
        throw malformed();
      }
    }

    private void skipBlanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private static ProblemException malformed() {
      return ProblemException.invalid("A Content-Disposition header cannot be read.");
    }
  }
}
