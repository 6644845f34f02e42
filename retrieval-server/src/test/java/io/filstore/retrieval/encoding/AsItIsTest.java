package io.filstore.retrieval.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content is asked for by its hash, its length and its ranges: it goes out as it is. */
class AsItIsTest {
  private static final byte[] TEXT = "{\"easily\":\"compressed\"}\n".repeat(2000).getBytes(UTF_8);
  private static final String GZIP = "gzip, deflate, br";

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Stored stored;
  private static Cid cid;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars);
    owner = server.owner("owner", "content:read");
    TestCar car = new TestCar();
    cid = car.add(Cid.RAW, TEXT);
    stored = server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void neitherPiecesNorBlocksNorFilesAreCompressed() throws Exception {
    for (String path : paths()) {
      HttpResponse<byte[]> plain = server.get(path, owner.key());
      HttpResponse<byte[]> asked = server.get(path, owner.key(), "Accept-Encoding", GZIP);

      assertThat(asked.statusCode()).as(path).isEqualTo(200);
      assertThat(asked.headers().firstValue("Content-Encoding")).as(path).isEmpty();
      assertThat(asked.body()).as(path).isEqualTo(plain.body());
      assertThat(asked.headers().firstValue("ETag"))
          .as(path)
          .isEqualTo(plain.headers().firstValue("ETag"));
      assertThat(asked.headers().firstValue("Content-Length"))
          .as(path)
          .isEqualTo(plain.headers().firstValue("Content-Length"));
    }
  }

  @Test
  void lengthsAndRangesAreThoseOfTheBytes() throws Exception {
    for (String path : List.of(paths().get(0), paths().get(1), paths().get(3))) {
      byte[] whole = server.get(path, owner.key()).body();
      HttpResponse<byte[]> head = server.send("HEAD", path, owner.key(), "Accept-Encoding", GZIP);
      assertThat(head.headers().firstValue("Content-Length")).contains("" + whole.length);

      HttpResponse<byte[]> part =
          server.get(path, owner.key(), "Accept-Encoding", GZIP, "Range", "bytes=100-199");
      assertThat(part.statusCode()).as(path).isEqualTo(206);
      assertThat(part.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(part.headers().firstValue("Content-Range"))
          .contains("bytes 100-199/" + whole.length);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 100, 200));
    }
  }

  private static List<String> paths() {
    return List.of(
        "/piece/" + stored.piece().v2(),
        "/ipfs/" + cid + "?format=raw",
        "/ipfs/" + cid + "?format=car",
        "/ipfs/" + cid + "?filename=a.json");
  }
}
