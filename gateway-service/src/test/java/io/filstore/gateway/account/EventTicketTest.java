package io.filstore.gateway.account;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.gateway.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What a ticket opens, and how often. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventTicketTest {
  private static final String STREAM = "/api/v1/events/stream?ticket=";
  private final HttpClient client = HttpClient.newHttpClient();
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    client.shutdownNow();
    gateway.close();
  }

  @Test
  void opensAStreamOrASocketOnce() throws Exception {
    String forStream = ticket();
    assertThat(open(gateway, STREAM + forStream)).isEqualTo(200);
    assertThat(open(gateway, STREAM + forStream)).isEqualTo(401);
    String forSocket = ticket();
    assertThat(handshake(forSocket)).isEqualTo(101);
    assertThat(handshake(forSocket)).isEqualTo(401);
  }

  @Test
  void isUsedUpForEveryGateway() throws Exception {
    String ticket = ticket();
    try (RunningGateway second =
        RunningGateway.start(gateway.database(), Files.createTempDirectory("staging"))) {
      assertThat(open(second, STREAM + ticket)).isEqualTo(200);
      assertThat(open(gateway, STREAM + ticket)).isEqualTo(401);
    }
  }

  @Test
  void opensNothingElseAndNobodyElsesDoor() throws Exception {
    String ticket = ticket();
    assertThat(open(gateway, "/api/v1/uploads?ticket=" + ticket)).isEqualTo(401);
    assertThat(open(gateway, "/api/v1/events?ticket=" + ticket)).isEqualTo(401);
    assertThat(open(gateway, STREAM + "x")).isEqualTo(401);
    assertThat(open(gateway, STREAM + ticket.substring(0, ticket.length() - 2) + "AA"))
        .isEqualTo(401);
    assertThat(open(gateway, STREAM + ticket.replace("fst_", "fst_A"))).isEqualTo(401);
    assertThat(open(gateway, STREAM + ticket)).isEqualTo(200);
  }

  @Test
  void endsAfterHalfAMinuteAndWithItsKey() throws Exception {
    JsonNode made = make(gateway.key());
    Instant end = Instant.parse(made.at("/expires_at").asString());
    assertThat(end).isBetween(Instant.now(), Instant.now().plusSeconds(31));
    EventTickets later = tickets(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(31)));
    assertThat(later.redeem(made.at("/ticket").asString())).isEmpty();
    assertThat(tickets(Clock.systemUTC()).redeem(made.at("/ticket").asString())).isPresent();

    var key = gateway.newKey("tests", Set.of("deals:read"));
    String ticket = make(key.reveal()).at("/ticket").asString();
    gateway
        .database()
        .jdbc()
        .sql("update api_key set revoked_at = now() where id = ?")
        .param(key.id())
        .update();
    assertThat(open(gateway, STREAM + ticket)).isEqualTo(401);
  }

  private EventTickets tickets(Clock clock) {
    return new EventTickets(
        gateway.bean(Callers.class),
        gateway.bean(AccountProperties.class),
        gateway.bean(io.filstore.gateway.idempotency.Idempotency.class),
        clock);
  }

  private String ticket() {
    return make(gateway.key()).at("/ticket").asString();
  }

  private JsonNode make(String key) {
    HttpResponse<String> made =
        gateway.send(
            gateway
                .request("/api/v1/events/tickets")
                .setHeader("Authorization", "Bearer " + key)
                .POST(BodyPublishers.noBody()));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made);
  }

  private int open(RunningGateway at, String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(at.uri(path)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    response.body().close();
    return response.statusCode();
  }

  private int handshake(String ticket) throws IOException {
    try (var raw = new io.filstore.gateway.RawHttp(gateway)) {
      raw.text(
          "GET /api/v1/events/ws?ticket="
              + ticket
              + " HTTP/1.1\nHost: 127.0.0.1\nUpgrade: websocket\nConnection: Upgrade\n"
              + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n");
      byte[] status = raw.in().readNBytes("HTTP/1.1 101".length());
      return Integer.parseInt(new String(status, 9, 3, java.nio.charset.StandardCharsets.US_ASCII));
    }
  }
}
