package io.filstore.watcher.provider;

import io.filstore.client.deal.OfferStatus;
import io.filstore.client.deal.Refusals;
import io.filstore.client.deal.RejectionCause;
import io.filstore.db.deal.DealState;
import java.util.Locale;

/** A provider's answer in our words. */
sealed interface ProviderReport {

  /** The provider works on it. */
  record At(DealState state) implements ProviderReport {}

  /** The provider gave up. */
  record Failed(String code, String text) implements ProviderReport {}

  /** The answer tells nothing beyond the acceptance that is already known. */
  record Nothing() implements ProviderReport {}

  /**
   * Reads MK20's states (curio market/mk20/types.go), MK12's coarse ones (curio market/mk12),
   * Boost's checkpoints and those of Lotus' market client (go-fil-markets storagemarket/types.go).
   * {@code complete} is not {@code active}: that is for the chain to say.
   */
  static ProviderReport of(OfferStatus.Stored status) {
    String word = status.status().strip().toLowerCase(Locale.ROOT);
    if (word.equals("failed") || !status.error().isBlank()) {
      String text = status.error().isBlank() ? status.status() : status.error();
      return new Failed(code(text), text);
    }
    return switch (word) {
      case "uploading",
          "processing",
          "startdatatransfer",
          "transferqueued",
          "transferring",
          "clienttransferrestart",
          "providertransferawaitrestart" ->
          new At(DealState.TRANSFERRING);
      case "transferred",
          "published",
          "publishconfirmed",
          "verifydata",
          "reserveproviderfunds",
          "providerfunding",
          "publish",
          "publishing",
          "staged" ->
          new At(DealState.COMMITTING);
      case "sealing",
          "indexing",
          "complete",
          "addedpiece",
          "indexedandannounced",
          "sealed",
          "sealed and indexed",
          "awaitingprecommit",
          "finalizing",
          "active" ->
          new At(DealState.SEALING);
      default -> new Nothing();
    };
  }

  private static String code(String text) {
    return Refusals.cause(text).map(RejectionCause::code).orElse("provider_failed");
  }
}
