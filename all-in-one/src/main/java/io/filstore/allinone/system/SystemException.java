package io.filstore.allinone.system;

/** The system cannot start or stop; the message is one sentence that tells the user what to do. */
public final class SystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SystemException(String message) {
    super(message);
  }

  public SystemException(String message, Throwable cause) {
    super(message, cause);
  }
}
