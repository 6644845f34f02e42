package io.filstore.devnet.chain;

/** The mempool does not take a message; the text is Lotus'. */
public final class MpoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MpoolException(String message) {
    super(message);
  }
}
