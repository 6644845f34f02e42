package io.filstore.retrieval.find;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.outside.Fault;
import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import okhttp3.HttpUrl;

/**
 * Who else has a block, by routers and indexers in the order of the settings, until one names
 * somebody. Answers are remembered, those that name nobody, too; a router that fails is left alone
 * for a while. Thread-safe.
 */
public final class Finder implements AutoCloseable {
  /** Servers that are worth a try for one block. */
  private static final int MOST_FOUND = 16;

  private static final long MOST_BYTES = 1 << 20;
  private static final int REMEMBERED = 10_000;
  private static final Duration REST = Duration.ofSeconds(10);
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);
  private static final Map<String, String> ACCEPT =
      Map.of("Accept", "application/x-ndjson, application/json;q=0.8");

  private final List<Router> routers;
  private final Usable usable;
  private final OutsideHttp http;
  private final Clock clock;
  private final Cache<Question, Answer> answers =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final ConcurrentMap<Router, Instant> resting = new ConcurrentHashMap<>();

  private record Question(Router router, Multihash hash) {}

  private record Answer(List<HttpUrl> found, Instant until) {}

  Finder(List<Router> routers, Usable usable, OutsideHttp http, Clock clock) {
    this.routers = List.copyOf(routers);
    this.usable = usable;
    this.http = http;
    this.clock = clock;
  }

  /** Trustless gateways of peers that should have it; none when nobody says so. */
  public List<HttpUrl> whoHas(Cid cid) {
    for (Router router : routers) {
      List<HttpUrl> found = asked(router, cid);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<HttpUrl> asked(Router router, Cid cid) {
    Question question = new Question(router, cid.multihash());
    Answer known = answers.getIfPresent(question);
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.found();
    }
    Instant until = resting.get(router);
    if (until != null && clock.instant().isBefore(until)) {
      return List.of();
    }
    return switch (http.get(router.url(cid), ACCEPT, MOST_BYTES).answer()) {
      case Reply.Body body -> read(question, body);
      case Reply.Failed failed -> nothing(question, failed);
    };
  }

  private List<HttpUrl> read(Question question, Reply.Body body) {
    boolean lines = body.contentType().toLowerCase(Locale.ROOT).contains("ndjson");
    try {
      List<HttpUrl> found =
          Records.of(question.router(), question.hash(), lines, body.bytes()).stream()
              .map(usable::address)
              .flatMap(Optional::stream)
              .distinct()
              .limit(MOST_FOUND)
              .toList();
      remember(
          question,
          found,
          found.isEmpty()
              ? Freshness.unknown(body.cacheControl())
              : Freshness.known(body.cacheControl()));
      return found;
    } catch (FormatException unreadable) {
      rest(question.router(), REST);
      return List.of();
    }
  }

  /** 404 says that nobody has it (IPIP-0513); anything else says nothing of the block. */
  private List<HttpUrl> nothing(Question question, Reply.Failed failed) {
    if (failed.fault() == Fault.NOT_THERE) {
      remember(question, List.of(), Freshness.unknown(failed.cacheControl()));
    } else {
      Duration asked = failed.retryAfter();
      rest(question.router(), asked == null ? REST : asked);
    }
    return List.of();
  }

  private void remember(Question question, List<HttpUrl> found, Duration age) {
    answers.put(question, new Answer(found, clock.instant().plus(age)));
  }

  private void rest(Router router, Duration time) {
    Duration bounded = time.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : time;
    resting.put(router, clock.instant().plus(bounded));
  }

  @Override
  public void close() {
    http.close();
  }
}
