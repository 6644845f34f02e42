package io.filstore.client.deal;

/**
 * An offer as it is sent, to be stored before it is sent.
 *
 * @param key the provider's idempotency key: a ULID for MK20, a UUID for MK12
 * @param body the exact request body: MK20 deal JSON or MK12 DealParams CBOR
 */
public record DealOffer(String key, byte[] body) {

  public DealOffer {
    if (key.isBlank() || body.length == 0) {
      throw new IllegalArgumentException("an offer needs a key and a body");
    }
  }
}
