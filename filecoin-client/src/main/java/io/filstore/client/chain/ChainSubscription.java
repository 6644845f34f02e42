package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the heads of one endpoint ({@code ChainNotify}) and to the events of some clients
 * ({@code SubscribeActorEventsRaw}) over WebSocket, and connects again when the connection is lost:
 * after a second, then twice as long each time, with jitter. An endpoint that refuses the upgrade
 * or the method is asked again at the longest distance only. What was missed meanwhile is not told;
 * the {@code CURRENT} that begins every connection is the sign to look.
 */
public final class ChainSubscription implements AutoCloseable {

  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MOST_DOUBLINGS = 20;

  private final String name;
  private final URI address;
  private final @Nullable String token;
  private final ChainListener listener;
  private final Pace pace;
  private final InstantSource clock;
  private final HttpClient http;
  private final ScheduledExecutorService control =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("chain-subscription").factory());
  private final Owner owner = new Owner();
  private volatile State state;

  private volatile @Nullable NodeSocket socket;

  // Only the control thread touches these.
  private Set<FilAddress> clients = Set.of();
  private @Nullable Instant toldSince;
  private int failures;

  /**
   * What a subscription is worth now.
   *
   * @param name of the endpoint; without secrets
   * @param told whether the endpoint tells its heads
   * @param problem why it does not, or what it does not tell; null when there is none
   */
  public record State(String name, boolean told, @Nullable String problem) {}

  /**
   * How patient a subscription is.
   *
   * @param firstRest before the second attempt
   * @param longestRest between two attempts
   * @param steady a connection that lasted so long is no failure
   * @param silence after which the node is pinged; after another one the connection is given up
   * @param longestMessage in characters
   */
  record Pace(
      Duration firstRest,
      Duration longestRest,
      Duration steady,
      Duration silence,
      int longestMessage) {

    /** A tipset is some 30 kB, and a node tells a long reorg in one message. */
    static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            8 << 20);

    Duration rest(int failures) {
      int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
      Duration rest = firstRest.multipliedBy(1L << doublings);
      return rest.compareTo(longestRest) < 0 ? rest : longestRest;
    }
  }

  /**
   * A subscription that is not connected yet.
   *
   * @param endpoint as for {@link LotusChain}; {@code ws} and {@code wss} take the place of {@code
   *     http} and {@code https}
   * @param token JWT, or null for a node that answers everyone
   */
  public ChainSubscription(String endpoint, @Nullable String token, ChainListener listener) {
    this(endpoint, token, listener, Pace.USUAL, InstantSource.system());
  }

  ChainSubscription(
      String endpoint,
      @Nullable String token,
      ChainListener listener,
      Pace pace,
      InstantSource clock) {
    this.name = ChainEndpoints.shown(endpoint);
    this.address = URI.create(endpoint.replaceFirst("^http", "ws"));
    this.token = token == null || token.isBlank() ? null : token;
    this.listener = listener;
    this.pace = pace;
    this.clock = clock;
    this.http = HttpClient.newBuilder().connectTimeout(pace.silence()).build();
    this.state = new State(name, false, "not connected yet");
  }

  /** Begins to connect. */
  public void start() {
    control.execute(this::connect);
    control.scheduleWithFixedDelay(
        this::ping, pace.silence().toMillis(), pace.silence().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The clients whose events are wanted (f0 addresses), from now on. */
  public void follow(Set<FilAddress> wanted) {
    Set<FilAddress> copy = Set.copyOf(wanted);
    onControl(() -> {
      if (!copy.equals(clients)) {
        clients = copy;
        if (toldSince != null) {
          using(socket, held -> held.followEvents(copy));
        }
      }
    });
  }

  /** How it stands now. */
  public State state() {
    return state;
  }

  @Override
  public void close() {
    control.shutdownNow();
    NodeSocket held = socket;
    if (held != null) {
      held.abort();
    }
    http.shutdownNow();
  }

  private void connect() {
    NodeSocket next = new NodeSocket(listener, owner, pace.longestMessage(), pace.silence());
    socket = next;
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(pace.silence());
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    builder
        .buildAsync(address, next)
        .whenComplete((_, failure) -> onControl(() -> connected(next, failure)));
  }

  private void connected(NodeSocket next, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
      lost(next, "no WebSocket: " + reason(why), isRefusal(why));
    } else if (socket == next) {
      using(next, NodeSocket::followHeads);
    } else {
      next.abort();
    }
  }

  private static String reason(@Nullable Throwable why) {
    int status = status(why);
    return status == 0 ? String.valueOf(why) : "HTTP " + status;
  }

  /** What was answered instead of an upgrade; 0 when nothing was. */
  private static int status(@Nullable Throwable why) {
    return why instanceof WebSocketHandshakeException refused && refused.getResponse() != null
        ? refused.getResponse().statusCode()
        : 0;
  }

  /** Whoever answers something else than an upgrade has none to offer, unless it is overloaded. */
  private static boolean isRefusal(@Nullable Throwable why) {
    int status = status(why);
    return status > 0 && status < SERVER_ERROR && status != TOO_MANY_REQUESTS;
  }

  private void ping() {
    NodeSocket held = socket;
    if (held != null && held.isOpen()) {
      if (held.heardOf()) {
        using(held, NodeSocket::ping);
      } else {
        lost(held, "no sign of life for " + pace.silence().toSeconds() + " s", false);
      }
    }
  }

  private interface Use {
    void of(NodeSocket socket);
  }

  /** A connection that takes nothing is lost. */
  private void using(@Nullable NodeSocket held, Use use) {
    if (held == null) {
      return;
    }
    try {
      use.of(held);
    } catch (ChainUnavailable e) {
      lost(held, String.valueOf(e.getMessage()), false);
    }
  }

  private void lost(NodeSocket which, String why, boolean hopeless) {
    if (socket != which) {
      return;
    }
    socket = null;
    which.abort();
    Instant since = toldSince;
    boolean wasSteady = since != null && since.plus(pace.steady()).isBefore(clock.instant());
    failures = wasSteady ? 1 : failures + 1;
    toldSince = null;
    is(new State(name, false, why));
    long rest = (hopeless ? pace.longestRest() : pace.rest(failures)).toMillis();
    control.schedule(
        this::connect,
        ThreadLocalRandom.current().nextLong(rest / 2, rest + 1),
        TimeUnit.MILLISECONDS);
  }

  private void is(State next) {
    State before = state;
    state = next;
    if (!next.equals(before)) {
      listener.changed(next);
    }
  }

  /** After the end nothing is left to do. */
  private void onControl(Runnable work) {
    try {
      control.execute(work);
    } catch (RejectedExecutionException closed) {
      return;
    }
  }

  private final class Owner implements NodeSocket.Owner {
    @Override
    public void told(NodeSocket which) {
      onControl(() -> {
        if (which == socket) {
          toldSince = clock.instant();
          is(new State(name, true, null));
          using(which, held -> held.followEvents(clients));
        }
      });
    }

    @Override
    public void eventsRefused(NodeSocket which, String why) {
      onControl(() -> {
        if (which == socket) {
          is(new State(name, true, "no events: " + why));
        }
      });
    }

    @Override
    public void lost(NodeSocket which, String why, boolean hopeless) {
      onControl(() -> ChainSubscription.this.lost(which, why, hopeless));
    }
  }
}
