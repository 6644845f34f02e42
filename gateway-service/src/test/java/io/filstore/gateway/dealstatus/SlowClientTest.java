package io.filstore.gateway.dealstatus;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RawHttp;
import io.filstore.gateway.RunningGateway;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that do not read, or do not live; spoken to byte by byte (RFC 6455). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  /** A sign of life: an empty masked pong. */
  private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final FakeWatcher watcher = new FakeWatcher(log);
  private RunningGateway gateway;
  private Scene scene;

  @BeforeAll
  void start() throws IOException {
    gateway =
        RunningGateway.start(
            database,
            Files.createTempDirectory("staging"),
            "filstore.gateway.live.watcher-url=" + watcher.url(),
            "filstore.gateway.live.buffer=20",
            "filstore.gateway.live.ping-every=100ms",
            "filstore.gateway.live.idle-after=3s");
    scene = new Scene(gateway, watcher);
  }

  @AfterAll
  void stop() {
    gateway.close();
    watcher.close();
  }

  private record Frame(int opcode, byte[] payload) {
    int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOffWithTheLastNumberItGot() throws Exception {
    String upload = scene.received("tests");
    try (RawHttp client = connect()) {
      send(client, "{\"action\":\"subscribe\",\"id\":\"s\",\"all\":true}");
      DataInputStream in = new DataInputStream(client.in());
      assertThat(new String(next(in).payload(), StandardCharsets.UTF_8)).contains("ack");
      String large = "x".repeat(300_000);
      for (int i = 0; i < 80; i++) {
        log.append("upload.stalled", upload, Map.of("upload", upload, "note", large));
        watcher.flush();
        client.bytes(PONG);
      }
      List<Long> got = new ArrayList<>();
      Frame last = collect(in, got);
      assertThat(last.closeCode()).isEqualTo(4413);
      assertThat(got).hasSizeBetween(1, 79);
      assertThat(last.closeReason()).isEqualTo("too slow; last event " + got.getLast());
      assertThat(got)
          .isEqualTo(LongStream.rangeClosed(got.getFirst(), got.getLast()).boxed().toList());
    }
  }

  @Test
  void aStreamThatIsNotReadIsCutOffWithTheLastNumberItGot() throws Exception {
    String upload = scene.received("tests");
    try (RawHttp client =
        new RawHttp(gateway)
            .text(
                "GET /api/v1/events/stream HTTP/1.0\nHost: x\nAuthorization: Bearer "
                    + gateway.key()
                    + "\n\n")) {
      StringBuilder begin = new StringBuilder();
      while (!begin.toString().endsWith("\nid: ")) {
        begin.append((char) client.in().read());
      }
      String large = "x".repeat(300_000);
      for (int i = 0; i < 80; i++) {
        log.append("upload.stalled", upload, Map.of("upload", upload, "note", large));
        watcher.flush();
      }
      List<String> lines = client.answer().lines().toList();
      List<Long> got =
          lines.stream()
              .filter(line -> line.startsWith("data: ") && line.contains(large))
              .map(line -> JSON.readTree(line.substring(6)).at("/seq").asLong())
              .toList();
      assertThat(got).hasSizeBetween(1, 79);
      assertThat(got)
          .isEqualTo(LongStream.rangeClosed(got.getFirst(), got.getLast()).boxed().toList());
      assertThat(lines).contains("event: end");
      JsonNode end = JSON.readTree(lines.get(lines.indexOf("event: end") + 1).substring(6));
      assertThat(end.at("/code").asInt()).isEqualTo(4413);
      assertThat(end.at("/seq").asLong()).isEqualTo(got.getLast());
    }
  }

  @Test
  void aLongHistoryIsNoReasonToBeCutOff() throws Exception {
    String upload = scene.received("tests");
    String large = "x".repeat(200_000);
    long first = log.append("upload.stalled", upload, Map.of("upload", upload, "note", large));
    for (int i = 0; i < 99; i++) {
      log.append("upload.stalled", upload, Map.of("upload", upload, "note", large));
    }
    watcher.flush();
    org.awaitility.Awaitility.await()
        .until(() -> gateway.bean(LiveEvents.class).position() >= first + 99);
    try (RawHttp client = connect()) {
      send(
          client,
          "{\"action\":\"subscribe\",\"id\":\"s\",\"uploads\":[\""
              + upload
              + "\"],\"since\":"
              + (first - 1)
              + "}");
      DataInputStream in = new DataInputStream(client.in());
      next(in);
      for (int i = 0; i < 60; i++) { // three times the buffer, while the history is on its way
        scene.tell(upload);
      }
      List<Long> got = new ArrayList<>();
      while (got.size() < 160) {
        add(next(in), got);
      }
      assertThat(got).isEqualTo(LongStream.range(first, first + 160).boxed().toList());
    }
  }

  @Test
  void aClientThatNeverAnswersPingsIsCutOff() throws Exception {
    try (RawHttp client = connect()) {
      DataInputStream in = new DataInputStream(client.in());
      int pings = 0;
      Frame frame = next(in);
      while (frame.opcode() != CLOSE) {
        assertThat(frame.opcode()).isEqualTo(PING);
        pings++;
        frame = next(in);
      }
      assertThat(pings).isPositive();
      assertThat(frame.closeCode()).isEqualTo(4408);
    }
  }

  private RawHttp connect() throws IOException {
    RawHttp client =
        new RawHttp(gateway)
            .text(
                "GET /ws/deals HTTP/1.1\nHost: 127.0.0.1\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nAuthorization: Bearer "
                    + gateway.key()
                    + "\n\n");
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) client.in().read());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101");
    return client;
  }

  /** A masked text frame of less than 64 KiB; the mask is zero. */
  private static void send(RawHttp client, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    client.bytes(
        ByteBuffer.allocate(8 + payload.length)
            .put((byte) 0x81)
            .put((byte) (0x80 | 126))
            .putShort((short) payload.length)
            .putInt(0)
            .put(payload)
            .array());
  }

  /** Reads until the server closes; returns the closing frame. */
  private static Frame collect(DataInputStream in, List<Long> seqs) throws IOException {
    Frame frame = next(in);
    while (frame.opcode() != CLOSE) {
      add(frame, seqs);
      frame = next(in);
    }
    return frame;
  }

  private static void add(Frame frame, List<Long> seqs) {
    if (frame.opcode() == TEXT) {
      JsonNode json = JSON.readTree(frame.payload());
      if (json.at("/type").asString().equals("event")) {
        seqs.add(json.at("/event/seq").asLong());
      }
    }
  }

  /** One whole message; the server's may come in several frames. */
  private static Frame next(DataInputStream in) throws IOException {
    int opcode = 0;
    java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
    boolean last = false;
    while (!last) {
      int first = in.readUnsignedByte();
      last = (first & 0x80) != 0;
      opcode = opcode == 0 ? first & 0x0f : opcode;
      int length = in.readUnsignedByte();
      long size = length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
      whole.writeBytes(in.readNBytes((int) size));
    }
    return new Frame(opcode, whole.toByteArray());
  }
}
