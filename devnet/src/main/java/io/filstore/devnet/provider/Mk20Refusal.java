package io.filstore.devnet.provider;

/** Leaves the checks of a proposal with Curio's result code and text. */
final class Mk20Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int BAD_PROPOSAL = 400;
  static final int UNSUPPORTED_SOURCE = 422;
  static final int PRODUCT_NOT_ENABLED = 424;
  static final int PRODUCT_INVALID = 425;
  static final int MALFORMED_SOURCE = 430;
  static final int DURATION_TOO_SHORT = 441;

  private final int status;

  Mk20Refusal(int status, String reason) {
    super(reason);
    this.status = status;
  }

  int status() {
    return status;
  }

  static void require(boolean holds, int status, String reason) {
    if (!holds) {
      throw new Mk20Refusal(status, reason);
    }
  }

  static void require(boolean holds, String reason) {
    require(holds, BAD_PROPOSAL, reason);
  }
}
