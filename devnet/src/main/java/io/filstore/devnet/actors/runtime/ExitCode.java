package io.filstore.devnet.actors.runtime;

/** Exit codes of message receipts (fvm_shared error/mod.rs). */
public enum ExitCode {
  OK(0),
  SYS_SENDER_STATE_INVALID(2),
  SYS_INVALID_RECEIVER(5),
  SYS_INSUFFICIENT_FUNDS(6),
  SYS_OUT_OF_GAS(7),
  ILLEGAL_ARGUMENT(16),
  NOT_FOUND(17),
  FORBIDDEN(18),
  INSUFFICIENT_FUNDS(19),
  ILLEGAL_STATE(20),
  SERIALIZATION(21),
  UNHANDLED_MESSAGE(22);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  public int value() {
    return value;
  }
}
