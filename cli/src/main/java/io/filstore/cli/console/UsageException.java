package io.filstore.cli.console;

/** What was asked for makes no sense, whatever the data: exit code 2. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
