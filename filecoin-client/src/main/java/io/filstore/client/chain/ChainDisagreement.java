package io.filstore.client.chain;

/** Two endpoints tell different things of the same finalized tipset: nothing may be concluded. */
public final class ChainDisagreement extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChainDisagreement(String message) {
    super(message);
  }
}
