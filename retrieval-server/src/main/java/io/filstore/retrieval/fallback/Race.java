package io.filstore.retrieval.fallback;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.outside.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One block, asked of several sources: the next one when the one before fails or is late. The first
 * right answer counts, all other questions are hung up on. For one use by one thread.
 */
final class Race {
  private final Cid cid;
  private final Sources sources;
  private final HealthBook book;
  private final Hedging hedging;
  private final Clock clock;
  private final Deque<Ask> waiting;
  private final Set<Attempt> running = new LinkedHashSet<>();
  private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
  private final List<Tried> tried = new ArrayList<>();

  /** Servers that did more than not to have it; another way of asking them is not worth a try. */
  private final Set<String> failed = new HashSet<>();

  /** Makes a question of a way to ask. */
  @FunctionalInterface
  interface Sources {
    Question ask(Ask ask, Cid cid);
  }

  /**
   * @param asks in the order in which they are tried
   */
  Race(Cid cid, List<Ask> asks, Sources sources, HealthBook book, Hedging hedging, Clock clock) {
    this.cid = cid;
    this.sources = sources;
    this.book = book;
    this.hedging = hedging;
    this.clock = clock;
    this.waiting = new ArrayDeque<>(asks);
  }

  /** The block, verified; empty when nobody gave it. */
  Optional<byte[]> run() throws InterruptedException {
    long deadline = System.nanoTime() + hedging.whole().toNanos();
    try {
      while (startNext() || !running.isEmpty()) {
        Attempt next = awaitNext(deadline);
        if (next == null && System.nanoTime() >= deadline) {
          running.forEach(late -> tried(late.ask, Fault.TOO_SLOW));
          return Optional.empty();
        }
        if (next != null && running.remove(next)) {
          Optional<byte[]> block = taken(next);
          if (block.isPresent()) {
            return block;
          }
        }
      }
      return Optional.empty();
    } finally {
      running.forEach(Attempt::giveUp);
    }
  }

  /** Who was asked and gave nothing. */
  List<Tried> tried() {
    return tried;
  }

  /** Starts one more if there is a place and somebody to ask. */
  private boolean startNext() {
    for (Optional<Ask> next = next(); next.isPresent(); next = next()) {
      Ask ask = next.get();
      waiting.remove(ask);
      Health health = book.of(ask.source());
      if (failed.contains(ask.source().server())) {
        continue;
      }
      if (!health.admits(clock.instant())) {
        failed.add(ask.source().server());
        tried(ask, Fault.RESTING);
        continue;
      }
      Attempt attempt = new Attempt(ask, health, sources.ask(ask, cid));
      running.add(attempt);
      Thread.startVirtualThread(attempt);
      return true;
    }
    return false;
  }

  /** Another way of asking whoever is being asked waits until that one fails. */
  private Optional<Ask> next() {
    return running.size() == hedging.atOnce()
        ? Optional.empty()
        : waiting.stream().filter(ask -> !isRunning(ask.source().server())).findFirst();
  }

  private boolean isRunning(String server) {
    return running.stream().anyMatch(one -> one.ask.source().server().equals(server));
  }

  /** The next that ended; null when it is time to ask another one, or to give up. */
  private @Nullable Attempt awaitNext(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    long most =
        next().isPresent() ? Math.min(left, hedging.after(lastStarted().health).toNanos()) : left;
    return ended.poll(most, TimeUnit.NANOSECONDS);
  }

  private Attempt lastStarted() {
    return List.copyOf(running).getLast();
  }

  private Optional<byte[]> taken(Attempt attempt) {
    Instant now = clock.instant();
    return switch (attempt.got) {
      case Got.Block(byte[] bytes) -> {
        book.answered(attempt.ask.source(), now, attempt.took(), bytes.length);
        yield Optional.of(bytes);
      }
      case Got.Nothing nothing -> {
        book.failed(attempt.ask, now, nothing);
        tried(attempt.ask, nothing.fault());
        if (nothing.fault().kind() != Fault.Kind.HONEST && nothing.fault() != Fault.REFUSED) {
          failed.add(attempt.ask.source().server());
        }
        yield Optional.empty();
      }
    };
  }

  private void tried(Ask ask, Fault fault) {
    tried.add(new Tried(ask.source().name(), fault));
  }

  /** A question on a thread of its own, which waits for a place at the server first. */
  private final class Attempt implements Runnable {
    private final Ask ask;
    private final Health health;
    private final Question question;
    private final Instant begun = clock.instant();
    private volatile @Nullable Thread thread;
    private volatile Got got = Got.nothing(Fault.CANCELLED);

    Attempt(Ask ask, Health health, Question question) {
      this.ask = ask;
      this.health = health;
      this.question = question;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        health.places().acquire();
        try {
          got = question.answer();
        } finally {
          health.places().release();
        }
      } catch (InterruptedException hungUp) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException unexpected) {
        got = Got.nothing(Fault.UNREACHABLE);
        throw unexpected;
      } finally {
        ended.add(this);
      }
    }

    Duration took() {
      return Duration.between(begun, clock.instant());
    }

    void giveUp() {
      question.cancel();
      Thread at = thread;
      if (at != null) {
        at.interrupt();
      }
      if (took().compareTo(hedging.after(health)) > 0) {
        health.late(clock.instant(), took());
      } else {
        health.left();
      }
    }
  }
}
