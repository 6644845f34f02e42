package io.filstore.client.deal;

import java.net.URI;

/** A peer that deals are offered to, with faults on demand for the next offers. */
public interface FakeMarket extends AutoCloseable {

  URI url();

  /** Offers received, kept or not. */
  int posts();

  /** Offers kept. */
  int kept();

  /** Whether the offer is kept exactly as it was sent. */
  boolean holds(DealOffer offer);

  void next(FakeCurio.Fault fault);

  @Override
  void close();
}
