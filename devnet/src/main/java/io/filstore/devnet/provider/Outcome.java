package io.filstore.devnet.provider;

/** What the client is to hear of a good proposal. */
sealed interface Outcome {

  /** Taken. */
  record Accepted() implements Outcome {}

  /** There already. */
  record Duplicate() implements Outcome {}

  /** Taken, but all that arrives is an HTTP error. */
  record Lost(int status) implements Outcome {}
}
