package io.filstore.cli.console;

import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/**
 * The result of a verb in its two forms. Long ones are written while they are found; what they read
 * is closed behind them.
 */
public interface Report extends AutoCloseable {
  /** Where the data itself is the result. */
  Report NOTHING =
      new Report() {
        @Override
        public void text(Text out) {}

        @Override
        public void json(JsonGenerator json) {}
      };

  /** The readable form, on standard output. */
  void text(Text out) throws IOException;

  /** The properties of the one document; the caller has opened its object. */
  void json(JsonGenerator json) throws IOException;

  /** 0 for good, 1 where the data is bad although the verb did its work. */
  default int exitCode() {
    return 0;
  }

  @Override
  default void close() throws IOException {}
}
