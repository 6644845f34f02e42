package io.filstore.benchmarks;

import java.io.IOException;

/** What is timed. Its result, asked for afterwards, is compared with that of other contestants. */
interface Work extends AutoCloseable {
  void run() throws IOException;

  /** What came of the last run. */
  String result();

  @Override
  default void close() {}
}
