package io.filstore.fuzz;

import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Runs a reader on bytes from nowhere: it gives a value or says that the bytes are wrong. */
final class Hostile {
  private Hostile() {}

  /** Something that reads and may refuse. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** What was read, or nothing if the bytes were refused; any other exception is a finding. */
  static <T> Optional<T> read(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (FormatException refused) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory fails only by a bug", e);
    }
  }
}
