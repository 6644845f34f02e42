package io.filstore.devnet.incident;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest incidents, in memory: a restart forgets them. Safe for many threads. */
public final class Incidents {
  private static final int KEPT = 10_000;

  private final Deque<Incident> latest = new ArrayDeque<>();
  private long lastSeq;

  /** Notes that something ordered has happened now. */
  public synchronized void note(String where, String kind, String subject, String text) {
    latest.addLast(new Incident(++lastSeq, Instant.now(), where, kind, subject, text));
    if (latest.size() > KEPT) {
      latest.removeFirst();
    }
  }

  /** Those after a number, oldest first. */
  public synchronized List<Incident> after(long seq) {
    return latest.stream().filter(incident -> incident.seq() > seq).toList();
  }
}
