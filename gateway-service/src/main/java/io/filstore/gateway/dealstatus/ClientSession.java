package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.account.Callers;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connected client. Everything is done by one thread in one order: {@code position} is the
 * number up to which live events were handled, history is read from the log up to it, and live
 * events follow from there; so nothing is lost and nothing comes twice.
 */
final class ClientSession {
  private static final int HISTORY_PAGE = 500;

  private final Caller caller;
  private final Parts parts;
  private final ClientSocket socket;
  private final Inbox inbox;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final DealMonitor monitor;
  private long position;
  private Instant lastPing;
  private volatile Instant lastHeard;

  /** What every session shares. */
  record Parts(
      LiveEvents live,
      EventAccess access,
      ServerFrames frames,
      DealMonitor.Reader deals,
      Callers callers,
      LiveProperties properties,
      Clock clock) {}

  ClientSession(Caller caller, Parts parts, ClientSocket socket, Inbox inbox) {
    this.caller = caller;
    this.parts = parts;
    this.socket = socket;
    this.inbox = inbox;
    this.monitor = new DealMonitor(caller.accountId(), parts.deals(), parts.frames(), socket);
    this.lastPing = parts.clock().instant();
    this.lastHeard = lastPing;
  }

  /** The client gave a sign of life. */
  void heard() {
    lastHeard = parts.clock().instant();
  }

  /** Works until the connection ends. */
  void run() throws IOException, InterruptedException {
    run(null);
  }

  /** The same for a client that has said what it wants before. */
  void run(ClientFrame.@Nullable Subscribe wanted) throws IOException, InterruptedException {
    position = parts.live().attach(inbox);
    try {
      if (wanted != null) {
        subscribe(wanted);
        socket.ping(position);
      }
      boolean open = true;
      while (open) {
        open = handle(inbox.next(parts.properties().pingEvery()));
      }
    } finally {
      parts.live().detach(inbox);
    }
  }

  private boolean handle(Inbox.Work work) throws IOException {
    switch (work) {
      case Inbox.Work.Closed ignored -> {
        return false;
      }
      case Inbox.Work.TooMuch ignored -> {
        socket.close(ClientSocket.SLOW, "too slow; last event " + position, position);
        return false;
      }
      case Inbox.Work.Stopped ignored -> {
        socket.close(ClientSocket.RESTART, "the server goes away", position);
        return false;
      }
      case Inbox.Work.Frame frame -> answer(frame.text());
      case Inbox.Work.Live live -> deliver(live.event());
      case Inbox.Work.Idle ignored -> {}
    }
    return stillWelcome();
  }

  private boolean stillWelcome() throws IOException {
    Instant now = parts.clock().instant();
    if (now.isBefore(lastPing.plus(parts.properties().pingEvery()))) {
      return true;
    }
    lastPing = now;
    if (socket.answersPings() && now.isAfter(lastHeard.plus(parts.properties().idleAfter()))) {
      socket.close(ClientSocket.IDLE, "idle; last event " + position, position);
      return false;
    }
    if (!parts.callers().stillValid(caller)) {
      socket.close(ClientSocket.EXPIRED, "the API key is no longer valid", position);
      return false;
    }
    socket.ping(position);
    return true;
  }

  private void answer(String text) throws IOException {
    String id = null;
    try {
      ClientFrame frame = parts.frames().read(text);
      if (frame instanceof ClientFrame.Subscribe subscribe) {
        id = subscribe.id();
      }
      act(frame);
    } catch (ProblemException e) {
      socket.error(id, e);
      if (e.code() == ProblemCode.TOO_MANY_SUBSCRIPTIONS) {
        socket.close(ClientSocket.TOO_MANY, "too many subscriptions", position);
        inbox.close();
      }
    }
  }

  private void act(ClientFrame frame) throws IOException {
    switch (frame) {
      case ClientFrame.Subscribe subscribe -> subscribe(subscribe);
      case ClientFrame.Unsubscribe unsubscribe -> {
        subscriptions.remove(unsubscribe.id());
        socket.ack(unsubscribe.id(), position);
      }
      case ClientFrame.Monitor wanted -> monitor.add(wanted.dealIds());
      case ClientFrame.Ping ignored -> socket.pong();
    }
  }

  private void subscribe(ClientFrame.Subscribe wanted) throws IOException {
    if (subscriptions.containsKey(wanted.id())) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "There is a subscription with this id; unsubscribe it first.");
    }
    if (subscriptions.size() >= parts.properties().maxSubscriptions()) {
      throw new ProblemException(
          ProblemCode.TOO_MANY_SUBSCRIPTIONS,
          "A connection has at most " + parts.properties().maxSubscriptions() + " subscriptions.");
    }
    socket.ack(wanted.id(), position);
    long since = told(wanted.id(), Objects.requireNonNullElse(wanted.since(), position));
    Subscription subscription = new Subscription(wanted.id(), wanted.topic(), since);
    replay(subscription);
    subscriptions.put(wanted.id(), subscription);
    catchUp();
  }

  /** From where on events can be told; before it is a gap. */
  private long told(String id, long since) throws IOException {
    Optional<Gap> gap = since < position ? parts.access().gap(since) : Optional.empty();
    if (gap.isEmpty()) {
      return since;
    }
    socket.gap(id, gap.get());
    return gap.get().to();
  }

  /** Sends the past of a subscription, up to where the other subscriptions are. */
  private void replay(Subscription subscription) throws IOException {
    inbox.replayBegins();
    long after = subscription.after();
    List<Event> page;
    do {
      page =
          parts
              .access()
              .history(caller.accountId(), subscription.topic(), after, position, HISTORY_PAGE);
      for (Event event : page) {
        socket.event(subscription.id(), event);
        after = event.seq();
      }
    } while (page.size() == HISTORY_PAGE && !inbox.isClosed());
  }

  /**
   * A long replay may have outlasted the buffer of live events; then these are read from the log as
   * well.
   */
  private void catchUp() throws IOException {
    while (!inbox.replayEnds(position) && !inbox.isClosed()) {
      for (LiveEvent event : parts.access().after(position, HISTORY_PAGE)) {
        if (event.seq() <= parts.live().position()) {
          deliver(event);
        }
      }
    }
  }

  private void deliver(LiveEvent live) throws IOException {
    if (live.seq() <= position) {
      return;
    }
    position = live.seq();
    if (subscriptions.isEmpty() && monitor.isEmpty()) {
      return;
    }
    Audience audience = live.audience();
    for (Subscription subscription : subscriptions.values()) {
      if (live.seq() > subscription.after()
          && subscription.topic().covers(audience, caller.accountId())) {
        socket.event(subscription.id(), live.event());
      }
    }
    if (audience.concerns(caller.accountId())) {
      monitor.changed(live.event());
    }
  }
}
