package io.filstore.retrieval.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.filecoin.Multiaddr;
import io.filstore.ipni.Announcement;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Stored;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexers hear of a new head once, sooner or later, and not more often than they like. */
class AnnouncerTest {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  @TempDir static Path cars;
  private static Publishing publishing;
  private HttpServer indexer;
  private final List<byte[]> heard = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private volatile int status = 204;

  @BeforeAll
  static void start() {
    publishing = Publishing.start(cars, Publishing.byHand());
  }

  @AfterAll
  static void stop() {
    publishing.close();
  }

  @BeforeEach
  void listen() throws IOException {
    publishing.empty();
    indexer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    indexer.createContext("/announce", this::hear);
    indexer.start();
  }

  @AfterEach
  void close() {
    indexer.stop(0);
  }

  private void hear(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestMethod()).isEqualTo("PUT");
    assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
        .isEqualTo("application/octet-stream");
    heard.add(exchange.getRequestBody().readAllBytes());
    exchange.getResponseHeaders().set("Location", "/announce");
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + indexer.getAddress().getPort() + "/announce");
  }

  private Announcer announcer() {
    InstantSource clock = now::get;
    var self = Publishing.self(Publishing.URL);
    return new Announcer(
        List.of(address()),
        new Announcements(
            publishing.server.jdbc(), self.id(), PAUSE, clock.withZone(ZoneOffset.UTC)),
        self,
        Announcer.client());
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private Stored publish(String text) throws IOException {
    Stored stored = publishing.upload(text);
    publishing.open(stored);
    publishing.publisher().run();
    return stored;
  }

  private byte[] announcement() throws Exception {
    Cid head = publishing.indexer().sync().chain.getLast();
    Multiaddr address =
        Multiaddr.parse("/dns4/content.example.org/tcp/443/https/p2p/" + Publishing.PEER);
    return new Announcement(head, List.of(address)).cbor();
  }

  @Test
  void aHeadIsToldOnceAndANewOneAfterThePause() throws Exception {
    publishing.publisher().run();
    announcer().run();
    assertThat(heard).as("there is no head").isEmpty();

    publish("a");
    byte[] first = announcement();
    announcer().run();
    pass(PAUSE.multipliedBy(100));
    announcer().run();
    assertThat(heard).containsExactly(first);

    publish("b");
    announcer().run();
    publish("c");
    byte[] third = announcement();
    announcer().run();
    assertThat(heard).as("too early").hasSize(2);
    pass(PAUSE);
    announcer().run();
    assertThat(heard).hasSize(3).last().isEqualTo(third);
  }

  @Test
  void whoDoesNotTakeItIsToldAgainAfterPausesThatGrow() throws Exception {
    publish("a");
    for (int refusal : List.of(500, 404, 302)) {
      status = refusal;
      announcer().run();
      announcer().run();
      int before = heard.size();
      pass(PAUSE.multipliedBy(1L << (before - 1)).minusMillis(1));
      announcer().run();
      assertThat(heard).as("still waits after %d", refusal).hasSize(before);
      pass(Duration.ofMillis(1));
    }
    assertThat(heard).hasSize(3);

    status = 200;
    announcer().run();
    pass(Duration.ofDays(1));
    announcer().run();
    assertThat(heard).hasSize(4);
  }

  @Test
  void whoIsAwayIsToldLater() throws Exception {
    publish("a");
    int port = indexer.getAddress().getPort();
    Announcer announcer = announcer();
    indexer.stop(0);
    announcer.run();
    assertThat(heard).isEmpty();

    indexer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    indexer.createContext("/announce", this::hear);
    indexer.start();
    pass(PAUSE);
    announcer.run();
    assertThat(heard).hasSize(1);
  }

  /** Died between the claim and the call. */
  @Test
  void aClaimThatCameToNothingIsRepeated() throws Exception {
    publish("a");
    var claims =
        new Announcements(
            publishing.server.jdbc(),
            Publishing.self(Publishing.URL).id(),
            PAUSE,
            Clock.fixed(now.get(), ZoneOffset.UTC));
    assertThat(claims.claim(address())).isPresent();
    assertThat(claims.claim(address())).as("somebody else's").isEmpty();

    announcer().run();
    assertThat(heard).isEmpty();
    pass(PAUSE);
    announcer().run();
    assertThat(heard).hasSize(1);
  }

  /** The whole of it, by the server's own rounds. */
  @Test
  void theRunningServerPublishesAndTells(@TempDir Path folder) throws Exception {
    try (Publishing running =
        Publishing.start(
            folder,
            "filstore.retrieval.publish.interval=100ms",
            "filstore.retrieval.publish.announce-interval=100ms",
            "filstore.retrieval.publish.announce-to=" + address())) {
      Stored stored = running.upload("a");
      running.open(stored);
      await().atMost(Duration.ofSeconds(60)).until(() -> !heard.isEmpty());
      assertThat(running.indexer().sync().contexts.keySet()).isEqualTo(Publishing.contexts(stored));

      running.shut(stored);
      await().atMost(Duration.ofSeconds(60)).until(() -> heard.size() > 1);
      assertThat(running.indexer().sync().contexts).isEmpty();
    }
  }

  @Test
  void nothingIsPublishedUnlessItIsSwitchedOn(@TempDir Path folder) throws Exception {
    try (RunningServer quiet = RunningServer.start(folder)) {
      assertThat(quiet.get("/ipni/v1/ad/head", "").statusCode()).isEqualTo(404);
      assertThat(quiet.get("/ipni/v1/ad/bafkreehdwdcefgh4dqkjv67uzcmw7oje", "").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void refusesToPublishWithoutAnAddressOrWithWrongIndexers(@TempDir Path folder) {
    assertThatThrownBy(() ->
            RunningServer.start(
                folder,
                "filstore.retrieval.publish.enabled=true",
                "filstore.retrieval.peer.public-url=https://example.org/?with=a-query"))
        .hasStackTraceContaining("RETRIEVAL_PUBLIC_URL");
    assertThatThrownBy(() ->
            RunningServer.start(
                folder,
                "filstore.retrieval.publish.enabled=true",
                "filstore.retrieval.publish.announce-to=ftp://indexer.example"))
        .hasStackTraceContaining("IPNI_ANNOUNCE");
  }
}
