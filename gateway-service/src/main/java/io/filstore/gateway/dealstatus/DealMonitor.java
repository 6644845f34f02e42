package io.filstore.gateway.dealstatus;

import io.filstore.db.deal.DealView;
import io.filstore.db.event.Event;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The older way to watch deals: each one's state at once and then at each change, never an older
 * state after a newer.
 */
final class DealMonitor {
  private static final int MAX_DEALS = 1000;

  private final String accountId;
  private final Reader deals;
  private final ServerFrames frames;
  private final ClientSocket socket;
  private final Map<String, Instant> sentAsOf = new HashMap<>();

  /** Reads a deal as it is now. */
  interface Reader {
    /** Empty when there is no such deal of the account. */
    Optional<DealView> find(String accountId, String dealId);
  }

  DealMonitor(String accountId, Reader deals, ServerFrames frames, ClientSocket socket) {
    this.accountId = accountId;
    this.deals = deals;
    this.frames = frames;
    this.socket = socket;
  }

  boolean isEmpty() {
    return sentAsOf.isEmpty();
  }

  void add(List<String> dealIds) throws IOException {
    for (String id : dealIds) {
      Optional<DealView> deal = deals.find(accountId, id);
      if (deal.isEmpty()) {
        socket.error(id, unknown(id));
      } else if (sentAsOf.size() >= MAX_DEALS && !sentAsOf.containsKey(id)) {
        throw ProblemException.invalid("A connection monitors at most " + MAX_DEALS + " deals.");
      } else {
        sentAsOf.put(id, deal.get().updatedAt());
        socket.deal(id, frames.tree(deal.get()));
      }
    }
  }

  private static ProblemException unknown(String id) {
    return ProblemException.notFound("deal", IdKind.DEAL.matches(id) ? id : "with this id");
  }

  void changed(Event event) throws IOException {
    Instant sent = sentAsOf.get(event.subject());
    JsonNode deal = event.data().path("deal");
    if (sent == null || !deal.isObject()) {
      return;
    }
    Instant asOf = Instant.parse(deal.required("updated_at").asString());
    if (asOf.isAfter(sent)) {
      sentAsOf.put(event.subject(), asOf);
      socket.deal(event.subject(), deal);
    }
  }
}
