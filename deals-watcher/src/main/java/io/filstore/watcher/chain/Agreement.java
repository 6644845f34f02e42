package io.filstore.watcher.chain;

import io.filstore.client.chain.ChainDisagreement;
import io.filstore.db.chain.Disagreement;
import io.filstore.db.chain.Disagreements;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether endpoints agree about what is final: an event when they begin to disagree and one when
 * that is over, also across restarts. Until then nothing is concluded of what they disagree about.
 */
public final class Agreement {
  private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

  private final Disagreements rows;
  private final Networks networks;
  private final EventLog events;
  private final TransactionTemplate transactions;
  private final Clock clock;

  public Agreement(
      Disagreements rows,
      Networks networks,
      EventLog events,
      TransactionTemplate transactions,
      Clock clock) {
    this.rows = rows;
    this.networks = networks;
    this.events = events;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** One that was met; the last of a round stands for all. */
  public record Met(ChainDisagreement disagreement, @Nullable String dealId) {}

  /**
   * What came of a whole round of looks; a round that was broken off tells nothing.
   *
   * @param about what was looked at
   * @param met null when the endpoints agreed about everything
   */
  public void after(String about, @Nullable Met met) {
    transactions.executeWithoutResult(_ -> {
      if (met == null) {
        rows.end(about).ifPresent(this::over);
      } else {
        begin(about, met);
      }
    });
  }

  /** Those that go on, as sentences. */
  List<String> disagreements() {
    return rows.all().stream().map(row -> row.about() + ": " + row.text()).toList();
  }

  private void begin(String about, Met met) {
    String network = networks.current().map(Network::name).orElse("unknown");
    String text = String.valueOf(met.disagreement().getMessage());
    Instant now = clock.instant();
    if (rows.begin(about, network, now, text)) {
      LOG.warn("nothing is concluded about {}: {}", about, text);
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("network", network);
      data.put("about", about);
      data.put("deal_id", met.dealId());
      data.put("question", met.disagreement().question());
      data.put("answers", met.disagreement().answers());
      data.put("since", now.toString());
      events.append(EventType.CHAIN_DISAGREEMENT.text(), network, data);
    }
  }

  private void over(Disagreement ended) {
    LOG.info("the endpoints agree about {} again", ended.about());
    events.append(
        EventType.CHAIN_AGREEMENT.text(),
        ended.network(),
        Map.of(
            "network",
            ended.network(),
            "about",
            ended.about(),
            "since",
            ended.since().toString(),
            "until",
            clock.instant().toString()));
  }
}
