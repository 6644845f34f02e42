package io.filstore.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a verb reads and writes: the document or the data on {@code out}, everything else on {@code
 * err}.
 *
 * @param terminal whether somebody looks at {@code err}, so that a progress bar makes sense
 */
public record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal) {
  private static final int BUFFER = 1 << 16;

  /**
   * Those of this process; its launcher says with a system property whether there is a terminal.
   */
  public static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        new StandardOutput(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean("filstore.terminal"));
  }
}
