package io.filstore.multiformats;

/** Bytes or text that do not follow their format; the message says what was wrong and where. */
public class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
