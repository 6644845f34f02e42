package io.filstore.gateway.dealstatus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client's thread: its own frames and live events. Live events are bounded.
 * While history is being replayed an overflow only means that the rest has to be read from the log;
 * otherwise it means that the client is too slow.
 */
final class Inbox {
  private static final int MAX_FRAMES = 256;
  private static final int MAX_CHARACTERS = 256 << 10;

  private final int maxLive;
  private final Deque<String> frames = new ArrayDeque<>();
  private final Deque<LiveEvent> live = new ArrayDeque<>();
  private int waitingCharacters;
  private boolean replaying;
  private boolean behind;
  private boolean overflown;
  private boolean closed;
  private boolean stopped;
  private long highest;

  Inbox(int maxLive) {
    this.maxLive = maxLive;
  }

  /** What to do next. */
  sealed interface Work {
    record Frame(String text) implements Work {}

    record Live(LiveEvent event) implements Work {}

    /** Nothing came for a while. */
    record Idle() implements Work {}

    /** The client does not keep up, or sends more than it may. */
    record TooMuch() implements Work {}

    /** The server goes away. */
    record Stopped() implements Work {}

    record Closed() implements Work {}
  }

  synchronized void offer(LiveEvent event) {
    highest = event.seq();
    if (behind || overflown || closed) {
      return;
    }
    if (live.size() < maxLive) {
      live.add(event);
    } else {
      live.clear();
      behind = replaying;
      overflown = !replaying;
    }
    notifyAll();
  }

  synchronized void receive(String frame) {
    if (frames.size() < MAX_FRAMES && waitingCharacters + frame.length() <= MAX_CHARACTERS) {
      frames.add(frame);
      waitingCharacters += frame.length();
    } else {
      overflown = true;
    }
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** The server goes away; nothing more is handed out. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Waits for the next piece of work. */
  synchronized Work next(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      @Nullable Work ready = ready();
      if (ready != null) {
        return ready;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return new Work.Idle();
      }
      wait(left);
    }
  }

  private @Nullable Work ready() {
    if (closed) {
      return new Work.Closed();
    }
    if (stopped) {
      return new Work.Stopped();
    }
    if (overflown) {
      return new Work.TooMuch();
    }
    String frame = frames.poll();
    if (frame != null) {
      waitingCharacters -= frame.length();
      return new Work.Frame(frame);
    }
    LiveEvent event = live.poll();
    return event == null ? null : new Work.Live(event);
  }

  synchronized void replayBegins() {
    replaying = true;
  }

  /**
   * Ends a replay when the client has everything that was offered so far.
   *
   * @param position the number up to which the client has got everything
   * @return false when live events had to be dropped meanwhile and must be read from the log first
   */
  synchronized boolean replayEnds(long position) {
    if (behind && highest > position) {
      return false;
    }
    behind = false;
    replaying = false;
    return true;
  }

  synchronized boolean isClosed() {
    return closed || stopped;
  }
}
