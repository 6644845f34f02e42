package io.filstore.devnet.provider;

import io.filstore.devnet.incident.Incidents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Faults still to come at one provider. Kept in memory: a restart clears them. What is to happen to
 * an accepted deal is stored with the deal and outlives a restart.
 */
final class Faults {
  private final String where;
  private final Incidents incidents;
  private final List<Fault> waiting = new ArrayList<>();
  private CountDownLatch cleared = new CountDownLatch(1);

  Faults(String where, Incidents incidents) {
    this.where = where;
    this.incidents = incidents;
  }

  /** Adds a fault; it takes the place of one of the same kind for the same deals. */
  synchronized void add(Fault fault) {
    waiting.removeIf(f -> f.kind() == fault.kind() && f.deal().equals(fault.deal()));
    waiting.add(fault);
  }

  /** Forgets all of them; answers that are held back leave now. */
  synchronized void clear() {
    waiting.clear();
    cleared.countDown();
    cleared = new CountDownLatch(1);
  }

  synchronized List<Fault> all() {
    return List.copyOf(waiting);
  }

  /** Uses up one fault of the kind that any request may meet. */
  Optional<Fault> take(Fault.Kind kind) {
    return take(fault -> fault.kind() == kind);
  }

  /** Uses up one fault of the kind that is meant for the deal. */
  Optional<Fault> take(Fault.Kind kind, DealKey deal) {
    return take(fault -> fault.kind() == kind && deal.isMeantBy(fault));
  }

  private synchronized Optional<Fault> take(Predicate<Fault> wanted) {
    Optional<Fault> found = waiting.stream().filter(wanted).findFirst();
    found.ifPresent(fault -> {
      int at = waiting.indexOf(fault);
      if (fault.next() == 1) {
        waiting.remove(at);
      } else {
        waiting.set(at, fault.times(fault.next() - 1));
      }
    });
    return found.map(fault -> fault.times(1));
  }

  /** Uses up what is to happen to a deal that was just accepted. */
  List<Fault> takeForDeal(DealKey deal) {
    List<Fault> taken = new ArrayList<>();
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (kind.stage() == Fault.Stage.DEAL) {
        take(kind, deal).ifPresent(taken::add);
      }
    }
    return taken;
  }

  /** Notes that a fault has happened. */
  void happened(Fault fault, String subject, String text) {
    incidents.note(where, fault.kind().text(), subject, text);
  }

  /** Waits out a delay, at most until the faults are cleared. */
  void hold(Duration delay) {
    CountDownLatch until;
    synchronized (this) {
      until = cleared;
    }
    try {
      until.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
