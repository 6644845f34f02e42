package io.filstore.retrieval.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that take next to nothing of their answers. */
class RoomTest {

  /** Sections of 6 MiB: more than the buffers of a connection hold. */
  private static final int SECTION = 6 << 20;

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Stored stored;
  private static Cid block;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars, "filstore.retrieval.answer-memory=1MB");
    owner = server.owner("owner", "content:read");
    TestCar car = new TestCar();
    Random random = new Random(6);
    byte[] bytes = new byte[SECTION];
    random.nextBytes(bytes);
    block = car.add(Cid.RAW, bytes);
    random.nextBytes(bytes);
    car.add(Cid.RAW, bytes);
    stored = server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void blocksAreRefusedWhileThereIsNoRoomForThem() throws Exception {
    refusedBehind(2, "/ipfs/" + block + "?format=raw");
  }

  @Test
  void piecesAreRefusedWhileThereIsNoRoomForThem() throws Exception {
    refusedBehind(8, "/piece/" + stored.piece().v1());
  }

  private static void refusedBehind(int slow, String path) throws Exception {
    List<Socket> readers = new ArrayList<>();
    try {
      for (int i = 0; i < slow; i++) {
        readers.add(slowReader(path));
      }
      HttpResponse<byte[]> refused = server.get(path, owner.key());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(new String(refused.body(), ISO_8859_1)).contains("rate_limited");
      readers.removeFirst().close();
      await().until(() -> server.get(path, owner.key()).statusCode() == 200);
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
    await().until(() -> server.get(path, owner.key()).statusCode() == 200);
  }

  /** Has seen that its answer began. */
  private static Socket slowReader(String path) throws IOException {
    Socket reader = new Socket();
    reader.setReceiveBufferSize(4096);
    reader.setSoTimeout(20_000);
    reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(path, owner.key());
    reader.getOutputStream().write(request.getBytes(ISO_8859_1));
    assertThat(new String(reader.getInputStream().readNBytes(12), ISO_8859_1))
        .isEqualTo("HTTP/1.1 200");
    return reader;
  }
}
