package io.filstore.watcher.chain;

/** The outcome of looking at the chain endpoint. */
public sealed interface Observation {

  /** The view may be worked on. */
  record Fresh(ChainView view) implements Observation {}

  /** Nothing is concluded; everything stays as it is. */
  record Stale(String why) implements Observation {}
}
