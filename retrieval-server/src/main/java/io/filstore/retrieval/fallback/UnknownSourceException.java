package io.filstore.retrieval.fallback;

/** An operator named a source that is not known here. */
public final class UnknownSourceException extends RuntimeException {
  UnknownSourceException() {
    super("No such source was asked lately; servers are named as they are listed, host:port.");
  }
}
