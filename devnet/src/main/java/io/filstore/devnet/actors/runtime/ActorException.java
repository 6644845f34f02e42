package io.filstore.devnet.actors.runtime;

/** An actor aborted: the message has no effect but its gas, and the receipt carries the code. */
public final class ActorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public ActorException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
