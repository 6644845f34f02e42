package io.filstore.cli;

import io.filstore.cli.console.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One command line, run in this process, and what it left. */
public record Run(int exit, byte[] bytes, String err) {

  public static Run of(String... arguments) {
    return with(new byte[0], arguments);
  }

  /** With something on the standard input. */
  public static Run with(byte[] input, String... arguments) {
    return with(new ByteArrayInputStream(input), arguments);
  }

  /** With a standard input that may be slow, endless or broken. */
  public static Run with(InputStream input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(input, out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
    int exit = new Filstore(streams).execute(arguments);
    return new Run(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  public String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The one document on the standard output. */
  public JsonNode json() {
    return JsonMapper.shared().readTree(out());
  }
}
