package io.filstore.client.chain;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Several endpoints of one chain as one. They are asked in the order given, those that failed
 * lately last; the first answer counts. A node that lacks a method, or whose head or finalized
 * tipset is lower than one seen before, is passed over. What is read as of the finalized tipset,
 * from which things are concluded for good, is asked of a second endpoint as well.
 */
public final class ChainEndpoints {
  /** A second attempt would deliver twice; the next reading asks another endpoint. */
  private static final String DELIVERS_ON_THE_WAY = "streamMarketDeals";

  private final List<ChainEndpoint> endpoints;
  private final InstantSource clock;
  private volatile TipsetKey finalized = TipsetKey.HEAD;
  private long headSeen;
  private long finalizedSeen;

  private ChainEndpoints(List<ChainEndpoint> endpoints, InstantSource clock) {
    this.endpoints = List.copyOf(endpoints);
    this.clock = clock;
  }

  /**
   * The endpoints of a comma-separated list.
   *
   * @param token JWT of the first one; it is shown to no other
   */
  public static ChainEndpoints connect(String list, @Nullable String token) {
    List<ChainEndpoint> endpoints = new ArrayList<>();
    for (String address : list.split(",", -1)) {
      String url = address.strip();
      String own = endpoints.isEmpty() ? token : null;
      endpoints.add(new ChainEndpoint(shown(url), LotusChain.connect(url, own)));
    }
    return new ChainEndpoints(endpoints, InstantSource.system());
  }

  /** Endpoints by their names, in the order of the map. */
  public static ChainEndpoints of(SequencedMap<String, Chain> chains, InstantSource clock) {
    List<ChainEndpoint> endpoints = new ArrayList<>();
    chains.forEach((name, chain) -> endpoints.add(new ChainEndpoint(name, chain)));
    return new ChainEndpoints(endpoints, clock);
  }

  /** An address for logs: token, password and query are left out. */
  public static String shown(String url) {
    HttpUrl parsed = HttpUrl.parse(url);
    return parsed == null
        ? "(no http address)"
        : parsed.newBuilder().username("").password("").query(null).build().toString();
  }

  /** The chain behind them. */
  public Chain chain() {
    return (Chain)
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (proxy, method, args) ->
                method.isDefault() || method.getDeclaringClass() == Object.class
                    ? own(proxy, method, args)
                    : ask(method, args == null ? new Object[0] : args));
  }

  /** How each is doing, in the order given. */
  public List<ChainEndpoint.State> states() {
    Instant now = clock.instant();
    return endpoints.stream().map(endpoint -> endpoint.state(now)).toList();
  }

  private @Nullable Object own(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, args);
    }
    return switch (method.getName()) {
      case "equals" -> proxy == Objects.requireNonNull(args)[0];
      case "hashCode" -> System.identityHashCode(this);
      default -> endpoints.stream().map(ChainEndpoint::name).toList().toString();
    };
  }

  private Object ask(Method method, @Nullable Object[] args) throws Throwable {
    Answer answer = first(method, args, inOrder());
    if (isFinal(args)) {
      compare(answer, method, args);
    }
    return answer.value();
  }

  private record Answer(ChainEndpoint from, Object value) {}

  private Answer first(Method method, @Nullable Object[] args, List<ChainEndpoint> candidates)
      throws Throwable {
    ChainException failure = null;
    Answer behind = null;
    for (ChainEndpoint endpoint : candidates) {
      try {
        Object value = call(endpoint, method, args);
        if (reaches(endpoint, method, value)) {
          return new Answer(endpoint, value);
        }
        behind = behind == null ? new Answer(endpoint, value) : behind;
      } catch (ChainUnavailable e) {
        failure = failure instanceof ChainUnavailable ? failure : e;
        if (method.getName().equals(DELIVERS_ON_THE_WAY)) {
          throw e;
        }
      } catch (ChainError e) {
        if (!e.saysUnsupported()) {
          throw e;
        }
        failure = failure == null ? e : failure;
      }
    }
    if (behind != null) {
      return behind;
    }
    throw failure == null ? new ChainUnavailable("all endpoints want to be left alone") : failure;
  }

  private Object call(ChainEndpoint endpoint, Method method, @Nullable Object[] args)
      throws Throwable {
    try {
      Object value = method.invoke(endpoint.chain(), args);
      endpoint.answered();
      return value;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ChainUnavailable unavailable) {
        endpoint.failed(unavailable, clock.instant());
      } else {
        endpoint.answered();
      }
      throw e.getCause();
    }
  }

  /** Those at rest last, and not at all when they asked for it. */
  private List<ChainEndpoint> inOrder() {
    Instant now = clock.instant();
    return endpoints.stream()
        .filter(endpoint -> !endpoint.wantsRest(now))
        .sorted(
            Comparator.comparing(
                endpoint -> endpoint.rests(now) ? endpoint.restsUntil() : Instant.MIN))
        .toList();
  }

  /** Behind a balancer heights may go back; another endpoint may be further. */
  private synchronized boolean reaches(ChainEndpoint endpoint, Method method, Object value) {
    if (!(value instanceof Tipset tipset) || method.getName().equals("tipsetAt")) {
      return true;
    }
    long height = tipset.height().value();
    boolean last = method.getName().equals("finalized");
    long seen = last ? finalizedSeen : headSeen;
    if (height < seen) {
      endpoint.isBehind(height, seen, clock.instant());
      return false;
    }
    if (last) {
      finalizedSeen = height;
      finalized = tipset.key();
    } else {
      headSeen = height;
    }
    return true;
  }

  private boolean isFinal(@Nullable Object[] args) {
    TipsetKey key = finalized;
    return !key.equals(TipsetKey.HEAD) && Arrays.asList(args).contains(key);
  }

  /** An endpoint that does not answer has no opinion; without a second one the first counts. */
  private void compare(Answer answer, Method method, @Nullable Object[] args) throws Throwable {
    for (ChainEndpoint other : inOrder()) {
      if (other == answer.from()) {
        continue;
      }
      Object value;
      try {
        value = call(other, method, args);
      } catch (ChainException noOpinion) {
        continue;
      }
      if (!value.equals(answer.value())) {
        throw new ChainDisagreement(
            method.getName() + Arrays.asList(args),
            new ChainDisagreement.Answer(answer.from().name(), answer.value()),
            new ChainDisagreement.Answer(other.name(), value));
      }
      return;
    }
  }
}
