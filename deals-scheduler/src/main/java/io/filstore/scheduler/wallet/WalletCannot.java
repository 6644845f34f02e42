package io.filstore.scheduler.wallet;

/** A wallet was asked for what it cannot do; the message says why and names the wallet. */
public final class WalletCannot extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WalletCannot(String message) {
    super(message);
  }
}
