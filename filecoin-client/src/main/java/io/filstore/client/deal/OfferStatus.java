package io.filstore.client.deal;

import io.filstore.multiformats.Cid;
import org.jspecify.annotations.Nullable;

/** What a provider knows of an offer. */
public sealed interface OfferStatus {

  /**
   * The provider has it.
   *
   * @param status the provider's word: MK20 {@code accepted ... complete|failed}, MK12 {@code
   *     Processing, Sealed ...}
   * @param error the provider's error text, empty when there is none
   * @param publishMessage the message that published it, once the provider says so (MK12)
   * @param chainDealId 0 when the provider names none
   * @param bytesReceived of the CAR, as the provider says; 0 when it says nothing
   */
  record Stored(
      String status,
      String error,
      @Nullable Cid publishMessage,
      long chainDealId,
      long bytesReceived)
      implements OfferStatus {}

  /** The provider certainly has no such offer: sending it with the same key is safe. */
  record NotStored() implements OfferStatus {}

  /** No usable answer. */
  record Unknown(String why) implements OfferStatus {}
}
