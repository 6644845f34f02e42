package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the deals, makes things go wrong at their moments, and tells both in one order. When all
 * is quiet because a provider sits on a deal, time on the chain is run forward until the deal is
 * over.
 */
final class ChaosDirector implements DealPhase {
  /** Epochs that a provider has for its proof; the least that an allocation may be given. */
  static final int WAIT = 14_400;

  /** What happens at once, as its order said already. */
  private static final Set<String> TOLD_WHEN_ORDERED =
      Set.of("reorg", "null_rounds", "stale_head", "height_rollback", "unreachable");

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration STEADY = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final ChaosPlan plan;
  private final DevnetControl devnet;
  private final Gateway gateway;
  private final Timeline timeline;
  private final ObjectNode facts;
  private final List<Act> waiting;
  private final Map<String, Integer> arrivals = new HashMap<>();

  ChaosDirector(
      ChaosPlan plan, DevnetControl devnet, Gateway gateway, Timeline timeline, ObjectNode facts) {
    this.plan = plan;
    this.devnet = devnet;
    this.gateway = gateway;
    this.timeline = timeline;
    this.facts = facts;
    this.waiting = new ArrayList<>(plan.acts());
  }

  @Override
  public void follow(EventFeed feed, DealBoard board, JsonNode upload) {
    String piece = upload.required("piece_cid").asString();
    Instant begin = Instant.now();
    Instant lastNews = begin;
    @Nullable Instant metSince = null;
    while (metSince == null || metSince.plus(STEADY).isAfter(Instant.now())) {
      if (tellNews(feed, board)) {
        lastNews = Instant.now();
      }
      boolean met = board.active() >= ChaosPlan.REPLICAS;
      if (!met) {
        metSince = null;
      } else if (metSince == null) {
        metSince = Instant.now();
      }
      if (begin.plus(PATIENCE).isBefore(Instant.now())) {
        throw missing(board, piece);
      }
      if (!met && lastNews.plus(QUIET).isBefore(Instant.now())) {
        timeline.chaos(
            Instant.now(), "nothing moves, so %,d epochs pass on the chain".formatted(WAIT + 100));
        devnet.runForward(WAIT + 100);
        lastNews = Instant.now();
      }
    }
    calm(board, piece);
  }

  /** Tells what arrived, in the order of its times; true when a deal moved. */
  private boolean tellNews(EventFeed feed, DealBoard board) {
    TreeMap<Instant, List<Runnable>> news = new TreeMap<>();
    boolean moved = false;
    List<String> states = new ArrayList<>();
    for (JsonNode event = feed.next(LOOK); event != null; event = feed.next(Duration.ZERO)) {
      if (board.apply(event)) {
        moved = true;
        Instant time = Instant.parse(event.required("time").asString());
        String sentence = Sentences.of(event);
        at(news, time, () -> timeline.system(time, sentence));
        states.add(event.at("/data/to").asString(""));
      }
    }
    for (JsonNode incident : devnet.newIncidents()) {
      if (TOLD_WHEN_ORDERED.contains(incident.required("kind").asString())) {
        continue;
      }
      Instant time = Instant.parse(incident.required("time").asString());
      String text =
          incident.required("where").asString() + ": " + incident.required("text").asString();
      at(news, time, () -> timeline.chaos(time, text));
    }
    news.values().forEach(list -> list.forEach(Runnable::run));
    states.forEach(this::arrived);
    return moved;
  }

  private static void at(TreeMap<Instant, List<Runnable>> news, Instant time, Runnable told) {
    news.computeIfAbsent(time, unused -> new ArrayList<>()).add(told);
  }

  private void arrived(String state) {
    int times = arrivals.merge(state, 1, Integer::sum);
    for (Iterator<Act> acts = waiting.iterator(); acts.hasNext(); ) {
      Act act = acts.next();
      if (act.state().equals(state) && times >= act.times()) {
        acts.remove();
        timeline.chaos(Instant.now(), act.order().tells());
        devnet.order(act.order());
      }
    }
  }

  private SystemException missing(DealBoard board, String piece) {
    String shortfall = gateway.piece(piece).path("shortfall").asString("");
    facts.set("deals", board.report());
    facts.withObject("/chaos").put("protected", false);
    return new SystemException(
        "Not protected with seed %d: %d of %d copies are proven after %d s. The deals: %s.%s"
            .formatted(
                plan.seed(),
                board.active(),
                ChaosPlan.REPLICAS,
                PATIENCE.toSeconds(),
                board.summary(),
                shortfall.isEmpty() ? "" : " " + shortfall));
  }

  private void calm(DealBoard board, String piece) {
    devnet.clearFaults();
    List<JsonNode> deals = gateway.deals(piece);
    deals.forEach(board::show);
    facts.set("deals", board.report());
    facts.put("new_deals", deals.size());
    if (board.open().size() != ChaosPlan.REPLICAS) {
      throw new SystemException(
          "%d deals are open where the policy wants %d copies: %s."
              .formatted(board.open().size(), ChaosPlan.REPLICAS, board.summary()));
    }
    facts.withObject("/chaos").put("protected", true);
    timeline.system(
        Instant.now(),
        "the policy is met: %d copies proven, at %s; %d deals were needed"
            .formatted(board.active(), String.join(", ", board.providers()), deals.size()));
    timeline.chaos(Instant.now(), "all faults are over");
  }
}
