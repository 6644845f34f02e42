package io.filstore.retrieval.egress;

import io.filstore.db.egress.EgressLedger;
import io.filstore.retrieval.access.Reader;
import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts the bytes that go out of each account's content and refuses to begin an answer when those
 * of the day (UTC) are used up. What went out is added up in memory and written every few seconds,
 * once for each account, and when the server stops; so several servers together are behind by what
 * went out in between, and a server that is killed loses it. An answer that has begun goes on to
 * its end.
 */
@Component
public class Egress implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Egress.class);

  /** What others sent, and another limit, count this much later at most. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final EgressLedger ledger;
  private final EgressProperties properties;
  private final Clock clock;
  private final Map<Key, DayCount> counts = new ConcurrentHashMap<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("egress").factory());

  Egress(EgressLedger ledger, EgressProperties properties, Clock clock) {
    this.ledger = ledger;
    this.properties = properties;
    this.clock = clock;
    long pause = properties.writeInterval().toMillis();
    writer.scheduleWithFixedDelay(this::write, pause, pause, TimeUnit.MILLISECONDS);
  }

  private record Key(String account, LocalDate day) {}

  /**
   * The response with its bytes counted.
   *
   * @param owner account whose content it is; what nobody owns is not counted, nor what providers
   *     download
   * @throws io.filstore.retrieval.problem.ProblemException 429 when the day's bytes are used up
   */
  public HttpServletResponse admit(
      Optional<String> owner, Reader reader, HttpServletResponse response) {
    if (owner.isEmpty() || reader instanceof Reader.Provider) {
      return response;
    }
    String account = owner.get();
    Instant now = clock.instant();
    DayCount.Standing standing =
        counts
            .computeIfAbsent(new Key(account, today()), this::count)
            .standing(now, now.plus(FRESH), properties.limit());
    if (standing.isUsedUp()) {
      throw refusal(account, reader, standing);
    }
    return new CountedResponse(response, bytes -> sent(account, bytes));
  }

  /** Counts bytes that the container sends by itself. */
  public void handedOver(Optional<String> owner, long bytes) {
    owner.filter(account -> bytes > 0).ifPresent(account -> sent(account, bytes));
  }

  private void sent(String account, long bytes) {
    counts.compute(
        new Key(account, today()),
        (key, have) -> {
          DayCount count = have == null ? count(key) : have;
          count.add(bytes);
          return count;
        });
  }

  private DayCount count(Key key) {
    return new DayCount(ledger, key.account, key.day);
  }

  /** The numbers are for the account itself. */
  private RuntimeException refusal(String account, Reader reader, DayCount.Standing standing) {
    Instant now = clock.instant();
    Instant tomorrow = today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    long seconds = Math.max(1, Duration.between(now, tomorrow).plusMillis(999).toSeconds());
    boolean own = reader instanceof Reader.Account it && it.accountId().equals(account);
    Long limit = standing.limit();
    return own && limit != null
        ? Problem.egressUsedUp(standing.used(), limit, seconds).exception()
        : Problem.egressUsedUp(seconds).exception();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Writes what went out since the last time; what cannot be written waits. */
  void write() {
    counts.forEach((key, count) -> {
      try {
        count.write();
      } catch (RuntimeException away) { // whatever it is, the next time comes
        LOG.warn("what went out of {} is not written yet", key.account, away);
      }
    });
    Instant now = clock.instant();
    counts
        .keySet()
        .forEach(
            key -> counts.computeIfPresent(key, (_, count) -> count.isIdle(now) ? null : count));
  }

  @Override
  public void close() throws InterruptedException {
    writer.shutdown();
    writer.awaitTermination(5, TimeUnit.SECONDS);
    write();
  }
}
