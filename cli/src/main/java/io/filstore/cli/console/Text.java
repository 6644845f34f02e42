package io.filstore.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Readable lines on standard output; a reader that has gone is noticed. */
public final class Text {
  private static final int NAME_WIDTH = 14;

  private final OutputStream out;

  public Text(OutputStream out) {
    this.out = out;
  }

  /** A name out of an archive, control characters being written as their numbers. */
  public static String printable(String name) {
    StringBuilder shown = new StringBuilder(name.length());
    for (char c : name.toCharArray()) {
      if (Character.isISOControl(c)) {
        shown.append("\\x%02x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  public void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** A name and its value, values standing one below the other. */
  public void field(String name, Object value) throws IOException {
    line(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value);
  }
}
