package io.filstore.watcher.probe;

import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.PieceHolders;
import io.filstore.multiformats.Cid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at replicas one after another. What is found is recorded with its event in one transaction;
 * a replica is said to be unreachable at its third failure in a row, and to be back at the first
 * success after that, each once; the piece is planned anew, for the policy may want another copy.
 */
public final class ProbeReplicas {
  private static final int FAILURES = 3;
  private static final int AT_ONCE = 20;

  private final Probes probes;
  private final PieceHolders holders;
  private final BlockFetch blocks;
  private final EventLog events;
  private final Jobs jobs;
  private final TransactionTemplate transactions;
  private final Duration interval;
  private final Clock clock;

  ProbeReplicas(
      Probes probes,
      PieceHolders holders,
      BlockFetch blocks,
      EventLog events,
      Jobs jobs,
      TransactionTemplate transactions,
      Duration interval,
      Clock clock) {
    this.probes = probes;
    this.holders = holders;
    this.blocks = blocks;
    this.events = events;
    this.jobs = jobs;
    this.transactions = transactions;
    this.interval = interval;
    this.clock = clock;
  }

  /** One round over what is due; at most twenty replicas. */
  public void run() {
    if (interval.isZero()) {
      return;
    }
    for (String deal : probes.due(clock.instant(), AT_ONCE)) {
      probes
          .target(deal)
          .ifPresentOrElse(this::look, () -> probes.next(deal, clock.instant().plus(interval)));
    }
  }

  private void look(Target target) {
    Verdict verdict =
        holders
            .ofDeal(target.dealId())
            .map(holder -> blocks.fetch(holder.piece(), target.offset(), Cid.parse(target.cid())))
            .orElseGet(() -> new Verdict.Bad("unreachable", "it has no HTTP address"));
    Instant at = clock.instant();
    transactions.executeWithoutResult(_ -> {
      probes.add(target, verdict, at);
      probes.next(target.dealId(), at.plus(interval));
      tell(target, verdict);
    });
  }

  private void tell(Target target, Verdict verdict) {
    switch (verdict) {
      case Verdict.Bad bad when target.failures() + 1 == FAILURES -> {
        probes.unretrievable(target.dealId(), clock.instant());
        jobs.enqueue(JobName.PLAN, target.pieceCid());
        events.append(EventType.REPLICA_UNREACHABLE.text(), target.dealId(), data(target, bad));
      }
      case Verdict.Good _ when target.failures() >= FAILURES -> {
        probes.unretrievable(target.dealId(), null);
        events.append(EventType.REPLICA_RECOVERED.text(), target.dealId(), data(target, null));
      }
      case Verdict.Bad _, Verdict.Good _ -> {}
    }
  }

  private static Map<String, Object> data(Target target, Verdict.@Nullable Bad bad) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("deal", target.dealId());
    data.put("provider", target.provider());
    data.put("piece_cid", target.pieceCid());
    if (bad != null) {
      data.put("failures", target.failures() + 1);
      data.put("code", bad.code());
      data.put("text", bad.text());
    }
    return data;
  }
}
