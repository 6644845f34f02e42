package io.filstore.scheduler.pull;

import org.springframework.beans.factory.ListableBeanFactory;

/** What a provider's request for a piece does, without HTTP. */
public final class Reserving {
  private final ReserveOffer reserve;

  /**
   * @param beans the scheduler's
   */
  public Reserving(ListableBeanFactory beans) {
    reserve = beans.getBean(ReserveOffer.class);
  }

  /**
   * A deal of the provider for the piece.
   *
   * @return whether it was made now
   * @throws io.filstore.scheduler.problem.RequestRefused when the provider may not have it
   */
  public boolean reserve(String piece, String provider) {
    return reserve.reserve(piece, provider, null).fresh();
  }
}
