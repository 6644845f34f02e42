package io.filstore.watcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.filstore.db.TestDatabase;
import io.filstore.db.deal.DealStateChanged;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.watcher.WatcherService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Deliveries from the event log to a receiver, through the job table. */
class WebhookTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SECRET = "a secret of the tests";

  private final TestDatabase database = TestDatabase.fresh();
  private final MockWebServer receiver = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void deliversEachChangeOfADealSignedAndAgainAfterAFailure() throws Exception {
    receiver.enqueue(new MockResponse.Builder().code(500).build());
    receiver.enqueue(new MockResponse.Builder().code(204).build());
    try (WatcherService watcher = watcher(receiver.url("/hook").toString(), "devnet")) {
      append(watcher, "upload.received");
      append(watcher, DealStateChanged.TYPE);

      RecordedRequest first = take();
      RecordedRequest second = take();
      assertThat(first.getHeaders().get("webhook-id"))
          .isEqualTo(second.getHeaders().get("webhook-id"))
          .startsWith("evt_");
      assertSigned(second);
      Event event = Event.parse(body(second));
      assertThat(event.type()).isEqualTo(DealStateChanged.TYPE);
      await().atMost(SOON).until(() -> jobs() == 0);
      assertThat(receiver.getRequestCount()).isEqualTo(2);
      assertThat(deadLetters()).isZero();
    }
  }

  @Test
  void recordsWhatItGaveUp() {
    for (int i = 0; i < 3; i++) {
      receiver.enqueue(new MockResponse.Builder().code(503).build());
    }
    try (WatcherService watcher = watcher(receiver.url("/hook?token=x").toString(), "devnet")) {
      append(watcher, DealStateChanged.TYPE);

      await().atMost(SOON).until(() -> deadLetters() == 1);
      assertThat(deadLetter())
          .containsEntry("attempts", 3)
          .containsEntry("url", receiver.url("/hook").toString())
          .containsEntry("last_error", "the receiver answered HTTP 503");
      await().atMost(SOON).until(() -> jobs() == 0);
    }
  }

  @Test
  void doesNotFollowARedirect() {
    for (int i = 0; i < 3; i++) {
      receiver.enqueue(
          new MockResponse.Builder().code(307).addHeader("Location", "/elsewhere").build());
    }
    try (WatcherService watcher = watcher(receiver.url("/hook").toString(), "devnet")) {
      append(watcher, DealStateChanged.TYPE);

      await().atMost(SOON).until(() -> deadLetters() == 1);
      assertThat(receiver.getRequestCount()).isEqualTo(3);
    }
  }

  @Test
  void refusesPrivateAddressesOutsideADevnet() {
    String url = "https://localhost:" + receiver.getPort() + "/hook";
    try (WatcherService watcher = watcher(url, "calibration")) {
      append(watcher, DealStateChanged.TYPE);

      await().atMost(SOON).until(() -> deadLetters() == 1);
      assertThat(String.valueOf(deadLetter().get("last_error"))).contains("not a public address");
      assertThat(receiver.getRequestCount()).isZero();
    }
  }

  @Test
  void refusesToStartWithAWebhookThatCannotBeSafe() {
    assertThatThrownBy(() -> watcher("http://hooks.example/x", "mainnet").close())
        .hasStackTraceContaining("DEAL_STATUS_WEBHOOK must be an https URL");
    assertThatThrownBy(() ->
            WatcherService.start(database, "DEAL_STATUS_WEBHOOK=http://127.0.0.1:1/x").close())
        .hasStackTraceContaining("DEAL_STATUS_WEBHOOK_SECRET needs at least 16 characters");
  }

  private WatcherService watcher(String url, String network) {
    WatcherService watcher =
        WatcherService.start(
            database,
            "DEAL_STATUS_WEBHOOK=" + url,
            "DEAL_STATUS_WEBHOOK_SECRET=" + SECRET,
            "FILECOIN_NETWORK=" + network,
            "watcher.webhook.retries=10ms,20ms");
    await().atMost(SOON).until(this::following);
    return watcher;
  }

  /** History before the first run is not delivered; wait until it has run once. */
  private boolean following() {
    return jdbc()
        .sql(
            "select exists (select from scheduled_tasks where task_name = 'webhook-follow' and last_success is not null)")
        .query(Boolean.class)
        .single();
  }

  private static void append(WatcherService watcher, String type) {
    watcher
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            _ -> watcher.bean(EventLog.class).append(type, "dl_test", Map.of("to", "active")));
  }

  private RecordedRequest take() throws InterruptedException {
    return Objects.requireNonNull(receiver.takeRequest(30, TimeUnit.SECONDS));
  }

  private static String body(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody()).utf8();
  }

  private static void assertSigned(RecordedRequest request) {
    long timestamp =
        Long.parseLong(Objects.requireNonNull(request.getHeaders().get("webhook-timestamp")));
    assertThat(Instant.ofEpochSecond(timestamp))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
    String id = Objects.requireNonNull(request.getHeaders().get("webhook-id"));
    byte[] body = Objects.requireNonNull(request.getBody()).toByteArray();
    assertThat(request.getHeaders().get("webhook-signature"))
        .isEqualTo(new WebhookSignature(SECRET).sign(id, timestamp, body));
  }

  private long deadLetters() {
    return jdbc().sql("select count(*) from webhook_dead_letter").query(Long.class).single();
  }

  private Map<String, @Nullable Object> deadLetter() {
    return jdbc().sql("select * from webhook_dead_letter").query().singleRow();
  }

  private long jobs() {
    return jdbc()
        .sql("select count(*) from scheduled_tasks where task_name = 'webhook'")
        .query(Long.class)
        .single();
  }

  private JdbcClient jdbc() {
    return database.jdbc();
  }
}
