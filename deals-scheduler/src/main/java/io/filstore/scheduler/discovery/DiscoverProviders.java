package io.filstore.scheduler.discovery;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.chain.MinerSet;
import io.filstore.db.discovery.Discoveries;
import io.filstore.db.discovery.DiscoveryWalk;
import io.filstore.filecoin.FilAddress;
import io.filstore.scheduler.network.FreshChain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Walks over all miners of the chain in the order of their numbers, a few each run. What a run
 * found and how far it came are written together, by compare-and-set on the place where it began: a
 * run that is killed is made again, and of two at once one counts.
 */
final class DiscoverProviders {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoverProviders.class);

  /** Jobs of deals share the threads. */
  private static final Duration LONGEST_RUN = Duration.ofSeconds(5);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int MAX_DOUBLINGS = 7;

  /** What a node does not serve it will not serve soon. */
  private static final Duration REFUSED_PAUSE = Duration.ofHours(6);

  /** After so many failures at one miner it is passed over in this walk. */
  private static final int PASSED_OVER_AFTER = 3;

  private final Chain chain;
  private final FreshChain fresh;
  private final LookAtMiner look;
  private final Discoveries discoveries;
  private final TransactionTemplate transactions;
  private final int batch;
  private final Duration interval;
  private final Clock clock;

  /** The list of a walk: read again by another process, or after a restart. */
  private volatile @Nullable Listed listed;

  private record Listed(long walk, MinerSet miners) {}

  DiscoverProviders(
      Chain chain,
      FreshChain fresh,
      LookAtMiner look,
      Discoveries discoveries,
      TransactionTemplate transactions,
      int batch,
      Duration interval,
      Clock clock) {
    this.chain = chain;
    this.fresh = fresh;
    this.look = look;
    this.discoveries = discoveries;
    this.transactions = transactions;
    this.batch = batch;
    this.interval = interval;
    this.clock = clock;
  }

  /** One run; nothing while the walk rests. */
  void run() {
    DiscoveryWalk walk = discoveries.walkOrFirst();
    if (walk.nextAt().isAfter(clock.instant())) {
      return;
    }
    try {
      fresh.head();
      step(walk, miners(walk));
    } catch (RuntimeException e) {
      pause(e);
    }
  }

  private MinerSet miners(DiscoveryWalk walk) {
    Listed known = listed;
    if (known == null || known.walk() != walk.number()) {
      MinerSet miners = chain.miners();
      if (miners.size() == 0) {
        throw new ChainUnavailable("StateListMiners names no miner, and somebody made the blocks");
      }
      known = new Listed(walk.number(), miners);
      listed = known;
    }
    return known.miners();
  }

  private void step(DiscoveryWalk walk, MinerSet miners) {
    List<FilAddress> next = miners.after(walk.afterId(), batch);
    if (next.isEmpty()) {
      end(walk);
      return;
    }
    List<Finding> findings = new ArrayList<>();
    Instant until = clock.instant().plus(LONGEST_RUN);
    try {
      for (FilAddress miner : next) {
        findings.add(findings.isEmpty() ? first(miner, walk) : look.at(miner));
        if (clock.instant().isAfter(until)) {
          break;
        }
      }
    } finally {
      if (!findings.isEmpty()) {
        write(walk, findings, next.get(findings.size() - 1), miners);
      }
    }
  }

  /** One that fails again and again must not be the end of every walk. */
  private Finding first(FilAddress miner, DiscoveryWalk walk) {
    try {
      return look.at(miner);
    } catch (RuntimeException e) {
      boolean ofTheNode = e instanceof ChainError || restAskedBy(e).isPositive();
      if (ofTheNode || walk.failures() < PASSED_OVER_AFTER) {
        throw e;
      }
      LOG.warn("{} is passed over: {}", miner, LookAtMiner.shown(e.toString()));
      return new Finding.Unread(miner.toString());
    }
  }

  private void write(DiscoveryWalk walk, List<Finding> findings, FilAddress last, MinerSet miners) {
    long id = last.actorId();
    transactions.executeWithoutResult(_ -> {
      if (discoveries.advance(walk, id, miners.upTo(id), miners.size(), clock.instant())) {
        findings.forEach(finding -> write(walk, finding));
      }
    });
  }

  private void write(DiscoveryWalk walk, Finding finding) {
    switch (finding) {
      case Finding.Found found -> discoveries.save(found.provider(), walk.number());
      case Finding.Powerless none -> discoveries.forget(none.miner());
      case Finding.Unread unread -> discoveries.keep(unread.miner(), walk.number());
    }
  }

  private void end(DiscoveryWalk walk) {
    Instant now = clock.instant();
    listed = null;
    transactions.executeWithoutResult(_ -> discoveries.end(walk, now, now.plus(interval)));
  }

  /** Of the walk as it stands now: a run may have come some way before it failed. */
  private void pause(RuntimeException failure) {
    DiscoveryWalk walk = discoveries.walkOrFirst();
    Duration pause = pause(failure, walk.failures());
    String problem = LookAtMiner.shown(failure.getMessage());
    if (!problem.equals(walk.problem())) {
      LOG.warn("looking for providers rests for {}: {}", pause, problem);
    }
    discoveries.pause(walk, problem, clock.instant().plus(pause));
  }

  private static Duration pause(RuntimeException failure, int failuresBefore) {
    if (failure instanceof ChainError error && error.saysUnsupported()) {
      return REFUSED_PAUSE;
    }
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresBefore, MAX_DOUBLINGS));
    Duration own = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    Duration asked = restAskedBy(failure);
    return asked.compareTo(own) > 0 ? asked : own;
  }

  /** HTTP 429 with a time; a time beyond what even a refusal gets is not believed. */
  private static Duration restAskedBy(RuntimeException failure) {
    Duration asked = failure instanceof ChainUnavailable away ? away.retryAfter() : null;
    if (asked == null) {
      return Duration.ZERO;
    }
    return asked.compareTo(REFUSED_PAUSE) > 0 ? REFUSED_PAUSE : asked;
  }
}
