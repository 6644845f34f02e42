package io.filstore.watcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.db.webhook.DeadLetter;
import io.filstore.db.webhook.SecretBox;
import io.filstore.db.webhook.Webhook;
import io.filstore.db.webhook.Webhooks;
import io.filstore.ids.IdKind;
import io.filstore.watcher.WatcherService;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events on their way from the log to the receivers of accounts, through the job table. */
class AccountWebhooksTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SECRET = "the-secret-of-the-tests";

  private final TestDatabase database = TestDatabase.fresh();
  private final JdbcClient jdbc = database.jdbc();
  private final EventLog log = new EventLog(jdbc);
  private final Webhooks webhooks = new Webhooks(jdbc, Clock.systemUTC());
  private final SecretBox box = new SecretBox(WatcherService.WEBHOOK_KEY);
  private final MockWebServer receiver = new MockWebServer();
  private final MockWebServer other = new MockWebServer();
  private final String account = Rows.account(jdbc, "mine");
  private final String upload = Rows.upload(jdbc, account, "a");

  @BeforeEach
  void start() throws IOException {
    receiver.start();
    other.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
    other.close();
  }

  @Test
  void deliversTheAccountsOwnEventsOfTheWantedTypesSigned() throws Exception {
    answerAll(receiver, 204);
    answerAll(other, 204);
    String strangers = Rows.account(jdbc, "strangers");
    String theirs = Rows.upload(jdbc, strangers, "a");
    long before = tell(upload, EventType.UPLOAD_RECEIVED);
    String mine = add(account, receiver, "upload.*");
    add(strangers, other);
    tell(theirs, EventType.UPLOAD_RECEIVED);
    tell("dl_01ARZ3NDEKTSV4RRFFQ69G5FAV", EventType.DEAL_FINALIZED);
    long wanted = tell(upload, EventType.UPLOAD_PREPARED);
    webhooks.rotate(mine, box.seal("the-newer-secret-x", mine), Instant.now().plusSeconds(60));
    try (WatcherService watcher = watcher()) {
      RecordedRequest request = take(receiver);
      Event event = Event.parse(body(request));
      assertThat(event.seq()).isEqualTo(wanted).isGreaterThan(before);
      assertThat(request.getHeaders().get("webhook-id")).isEqualTo(event.id());
      assertThat(body(request)).contains("\"tenant\":\"" + account + "\"");
      assertSigned(request, "the-newer-secret-x", SECRET);
      assertThat(Event.parse(body(take(other))).subject()).isEqualTo(theirs);
      awaitNoJobs();
      assertThat(receiver.getRequestCount()).isEqualTo(1);
      assertThat(other.getRequestCount()).isEqualTo(1);
      assertThat(webhook(mine).lastSuccessAt()).isNotNull();
      assertThat(watcher.port()).isPositive();
    }
  }

  @Test
  void aDealsEventGoesToEveryAccountThatHasItsPieceAndATestToOneWebhookAlone() throws Exception {
    answerAll(receiver, 200);
    answerAll(other, 200);
    Rows.piece(jdbc);
    String second = Rows.account(jdbc, "second");
    String also = Rows.upload(jdbc, second, "a");
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, Rows.PIECE);
    Rows.prepared(jdbc, also, Rows.PAYLOAD, Rows.PIECE);
    String mine = add(account, receiver, "deal.*");
    add(account, other, "webhook.disabled");
    add(second, other);
    long deal = tell(Rows.PIECE, EventType.DEAL_STATE_CHANGED);
    long test = tell(mine, EventType.WEBHOOK_TEST);
    try (WatcherService watcher = watcher()) {
      assertThat(watcher.port()).isPositive();
      assertThat(List.of(seq(take(receiver)), seq(take(receiver))))
          .containsExactlyInAnyOrder(deal, test);
      assertThat(seq(take(other))).isEqualTo(deal);
      awaitNoJobs();
      assertThat(other.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void eachWebhookGetsEveryEventOfALongLogFromWhereItIs() {
    answerAll(receiver, 200);
    answerAll(other, 200);
    add(account, receiver);
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      if (i == 300) {
        add(account, other);
      }
      seqs.add(tell(upload, EventType.UPLOAD_STALLED));
    }
    try (WatcherService watcher = watcher()) {
      assertThat(watcher.port()).isPositive();
      awaitNoJobs();
      assertThat(delivered(receiver)).containsExactlyInAnyOrderElementsOf(seqs);
      assertThat(delivered(other)).containsExactlyInAnyOrderElementsOf(seqs.subList(300, 450));
    }
  }

  /** The numbers of all deliveries so far, as often as each was delivered. */
  private static List<Long> delivered(MockWebServer server) {
    List<Long> seqs = new ArrayList<>();
    try {
      for (int left = server.getRequestCount(); left > 0; left--) {
        seqs.add(seq(take(server)));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return seqs;
  }

  @Test
  void keepsWhatItGaveUpAndDeliversItWhenAskedAgain() {
    for (int i = 0; i < 3; i++) {
      receiver.enqueue(new MockResponse.Builder().code(503).build());
    }
    String id = add(account, receiver);
    long first = tell(upload, EventType.UPLOAD_RECEIVED);
    try (WatcherService watcher = watcher()) {
      assertThat(watcher.port()).isPositive();
      await().atMost(SOON).until(() -> !webhooks.deadLetters(id, 0, 10).isEmpty());
      DeadLetter letter = webhooks.deadLetters(id, 0, 10).getFirst();
      assertThat(letter.eventSeq()).isEqualTo(first);
      assertThat(letter.attempts()).isEqualTo(3);
      assertThat(letter.lastError()).isEqualTo("the receiver answered HTTP 503");
      assertThat(webhook(id).failingSince()).isNotNull();
      assertThat(receiver.getRequestCount()).isEqualTo(3);

      answerAll(receiver, 200);
      webhooks.replay(account, id, first - 1);
      await().atMost(SOON).until(() -> webhooks.deadLetters(id, 0, 10).isEmpty());
      assertThat(webhook(id).failingSince()).isNull();
      assertThat(receiver.getRequestCount()).isEqualTo(4);
    }
  }

  @Test
  void disablesWhatFailsForTooLongAndGoesOnWhereItWasWhenEnabled() throws Exception {
    answerAll(other, 200);
    receiver.enqueue(new MockResponse.Builder().code(500).build());
    String id = add(account, receiver, "upload.*");
    add(account, other, "webhook.disabled");
    jdbc.sql("update webhook set failing_since = now() - interval '5 days' where id = ?")
        .param(id)
        .update();
    long failed = tell(upload, EventType.UPLOAD_RECEIVED);
    try (WatcherService watcher = watcher()) {
      assertThat(watcher.port()).isPositive();
      Event told = Event.parse(body(take(other)));
      assertThat(told.type()).isEqualTo("webhook.disabled");
      assertThat(told.subject()).isEqualTo(id);
      assertThat(told.data().at("/last_error").asString()).contains("HTTP 500");
      assertThat(webhook(id).state()).isEqualTo(Webhook.State.DISABLED);
      await().atMost(SOON).until(() -> !webhooks.deadLetters(id, 0, 10).isEmpty());
      assertThat(webhooks.deadLetters(id, 0, 10).getFirst().eventSeq()).isEqualTo(failed);
      long meanwhile = tell(upload, EventType.UPLOAD_PREPARED);
      await().atMost(SOON).until(() -> positionOfOthers(id) >= meanwhile);
      assertThat(receiver.getRequestCount()).isEqualTo(1);

      answerAll(receiver, 200);
      webhooks.enable(account, id);
      take(receiver);
      assertThat(seq(take(receiver))).isEqualTo(meanwhile);
    }
  }

  @Test
  void oneThatHangsHoldsUpNobodyElse() throws Exception {
    for (int i = 0; i < 200; i++) {
      receiver.enqueue(
          new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    }
    answerAll(other, 200);
    String hanging = add(account, receiver);
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      seqs.add(tell(upload, EventType.UPLOAD_RECEIVED));
    }
    try (WatcherService watcher = watcher()) {
      assertThat(watcher.port()).isPositive();
      await().atMost(SOON).until(() -> receiver.getRequestCount() >= 16);
      add(account, other);
      long last = tell(upload, EventType.UPLOAD_PREPARED);
      assertThat(seq(take(other))).isEqualTo(last);
      assertThat(receiver.getRequestCount()).isLessThan(150);
      webhooks.delete(account, hanging);
    }
  }

  @Test
  void neverCallsPrivateAddressesNorInTheClearOutsideADevnet() {
    String inTheClear = add(account, "http://hooks.example/x", List.of());
    String inside = add(account, "https://localhost:" + receiver.getPort() + "/x", List.of());
    tell(upload, EventType.UPLOAD_RECEIVED);
    try (WatcherService watcher = watcher("FILECOIN_NETWORK=calibration")) {
      assertThat(watcher.port()).isPositive();
      await().atMost(SOON).until(() -> webhooks.deadLetters(inside, 0, 1).size() == 1);
      await().atMost(SOON).until(() -> webhooks.deadLetters(inTheClear, 0, 1).size() == 1);
      assertThat(webhook(inTheClear).lastError()).isEqualTo("the address is not https");
      assertThat(webhook(inside).lastError())
          .isEqualTo("the host resolves to what is not a public address");
      assertThat(receiver.getRequestCount()).isZero();
    }
  }

  private WatcherService watcher(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("watcher.webhook.retries=10ms,20ms");
    return WatcherService.start(database, all.toArray(String[]::new));
  }

  private static void answerAll(MockWebServer server, int code) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().code(code).build();
          }
        });
  }

  private String add(String owner, MockWebServer server, String... types) {
    return add(owner, server.url("/hook").toString(), List.of(types));
  }

  private String add(String owner, String url, List<String> types) {
    String id = IdKind.WEBHOOK.next();
    webhooks.add(id, owner, url, types, box.seal(SECRET, id));
    return id;
  }

  private long tell(String subject, EventType type) {
    return log.append(type.text(), subject, Map.of("upload", subject));
  }

  private Webhook webhook(String id) {
    return webhooks.find(id).orElseThrow();
  }

  private long positionOfOthers(String id) {
    return jdbc.sql("select min(position) from webhook where id <> ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  private void awaitNoJobs() {
    await()
        .atMost(SOON.multipliedBy(2))
        .until(() ->
            jdbc.sql(
                    """
                    select not exists (select from scheduled_tasks where task_name = 'webhook-delivery')
                      and not exists (select from webhook where position < (select max(seq) from event))
                    """)
                .query(Boolean.class)
                .single());
  }

  private static RecordedRequest take(MockWebServer server) throws InterruptedException {
    return Objects.requireNonNull(server.takeRequest(30, TimeUnit.SECONDS));
  }

  private static String body(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody()).utf8();
  }

  private static long seq(RecordedRequest request) {
    return Event.parse(body(request)).seq();
  }

  private static void assertSigned(RecordedRequest request, String... secrets) {
    String id = Objects.requireNonNull(request.getHeaders().get("webhook-id"));
    long timestamp =
        Long.parseLong(Objects.requireNonNull(request.getHeaders().get("webhook-timestamp")));
    byte[] body = Objects.requireNonNull(request.getBody()).toByteArray();
    assertThat(
            Optional.ofNullable(request.getHeaders().get("webhook-signature"))
                .orElseThrow()
                .split(" "))
        .containsExactly(
            java.util.Arrays.stream(secrets)
                .map(secret -> new WebhookSignature(secret).sign(id, timestamp, body))
                .toArray(String[]::new));
  }
}
