package io.filstore.scheduler.pull;

import io.filstore.db.deal.Deal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pull list without HTTP. */
public final class PullDoor {
  private final PullList list;
  private final ReserveOffer reserve;

  /**
   * @param beans the scheduler's
   */
  public PullDoor(Beans beans) {
    list = beans.get(PullList.class);
    reserve = beans.get(ReserveOffer.class);
  }

  /** Gives beans by their type. */
  @FunctionalInterface
  public interface Beans {
    <T> T get(Class<T> type);
  }

  public List<String> offers(String provider) {
    return offers(provider, 0, Long.MAX_VALUE);
  }

  public List<String> offers(String provider, long minSize, long maxSize) {
    return ids(list.of(provider, minSize, maxSize, "", 50));
  }

  /** Every page until the last. */
  public List<List<String>> pages(String provider, int limit) {
    List<List<String>> pages = new ArrayList<>();
    @Nullable String after = "";
    while (after != null) {
      PullList.Offers page = list.of(provider, 0, Long.MAX_VALUE, after, limit);
      pages.add(ids(page));
      after = page.next();
    }
    return pages;
  }

  public Deal reserve(String piece, String provider, @Nullable Long sealingEpochs) {
    return reserve.reserve(piece, provider, sealingEpochs).deal();
  }

  private static List<String> ids(PullList.Offers page) {
    return page.data().stream().map(OfferView::id).toList();
  }
}
