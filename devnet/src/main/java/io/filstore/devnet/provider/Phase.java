package io.filstore.devnet.provider;

/** How far a provider is with a deal. */
enum Phase {
  /** Taken; the CAR is being downloaded. */
  ACCEPTED,
  /** Downloaded and its piece commitment found right. */
  TRANSFERRED,
  /** The publish message was sent (f05 deals). */
  PUBLISHING,
  /** Waiting out the seal delay. */
  SEALING,
  /** The activation message was sent. */
  ACTIVATING,
  COMPLETE,
  FAILED;

  boolean isOver() {
    return this == COMPLETE || this == FAILED;
  }
}
