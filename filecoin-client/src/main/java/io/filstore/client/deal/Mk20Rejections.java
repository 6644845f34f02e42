package io.filstore.client.deal;

/** MK20 result codes (curio market/mk20/types.go, DealCode) sorted by what a client can do. */
final class Mk20Rejections {

  private Mk20Rejections() {}

  static RejectionCause cause(int status, String text) {
    return switch (status) {
      case 400 -> badProposal(text);
      case 401, 403 -> RejectionCause.CLIENT;
      case 409 -> RejectionCause.DUPLICATE;
      case 425, 430, 441 -> RejectionCause.PARAMETER;
      case 429 -> RejectionCause.TRANSIENT;
      default -> RejectionCause.PERMANENT;
    };
  }

  private static RejectionCause badProposal(String text) {
    if (text.contains("not available in Curio cluster")) {
      return RejectionCause.PERMANENT;
    }
    return text.contains("not allowed") ? RejectionCause.CLIENT : RejectionCause.PARAMETER;
  }
}
