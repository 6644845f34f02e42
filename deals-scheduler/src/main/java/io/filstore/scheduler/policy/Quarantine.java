package io.filstore.scheduler.policy;

import io.filstore.db.chain.Standing;
import io.filstore.db.chain.Standings;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Leaves a provider alone for a day after failures in a row, whatever the pieces were. Afterwards
 * it starts with a clean count.
 */
final class Quarantine {
  private static final Duration LASTS = Duration.ofDays(1);

  private final Standings standings;
  private final EventLog events;
  private final int after;

  Quarantine(Standings standings, EventLog events, PlacementRules rules) {
    this.standings = standings;
    this.events = events;
    this.after = rules.quarantineAfter();
  }

  /**
   * Judges these providers, inside the caller's transaction.
   *
   * @return how they stand now
   */
  Map<String, Standing> judge(Collection<String> providers, Instant now) {
    Map<String, Standing> known = standings.of(providers, now);
    known.replaceAll((_, standing) -> judge(standing, now));
    return known;
  }

  private Standing judge(Standing standing, Instant now) {
    boolean trusted = after == 0 || standing.record().consecutiveFailures() < after;
    return trusted || standing.quarantined(now) ? standing : begin(standing, now);
  }

  private Standing begin(Standing standing, Instant now) {
    Instant until = now.plus(LASTS);
    String reason =
        standing.record().consecutiveFailures() + " deals in a row ended without success";
    if (standings.quarantine(standing.provider(), until, reason, now)) {
      events.append(
          EventType.PROVIDER_QUARANTINED.text(),
          standing.provider(),
          Map.of("provider", standing.provider(), "until", until.toString(), "reason", reason));
    }
    return standing.inQuarantine(until, reason);
  }
}
