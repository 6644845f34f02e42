package io.filstore.retrieval.fallback;

import io.filstore.retrieval.outside.Fault;

/**
 * A source that was asked, and why it gave nothing.
 *
 * @param source its name
 */
public record Tried(String source, Fault fault) {
  @Override
  public String toString() {
    return source + " (" + fault.text() + ")";
  }
}
