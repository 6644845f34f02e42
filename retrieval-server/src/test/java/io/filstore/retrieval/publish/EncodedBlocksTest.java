package io.filstore.retrieval.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipni.SignedHead;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of the chain with gzip, over real HTTP. */
class EncodedBlocksTest {
  private static final String[] GZIP = {"Accept-Encoding", "gzip"};

  @TempDir static Path cars;
  private static Publishing publishing;

  @BeforeAll
  static void start() throws IOException {
    publishing = Publishing.start(cars, Publishing.byHand());
    publishing.open(publishing.upload("a", "b", "c", "d", "e", "f", "g", "h"));
    publishing.publisher().run();
  }

  @AfterAll
  static void stop() {
    publishing.close();
  }

  @Test
  void areTheSameBytesUnderAnotherTag() throws Exception {
    List<String> cids =
        publishing
            .server
            .jdbc()
            .sql("select cid from ipni_block")
            .query((row, _) -> row.getString(1))
            .list();
    assertThat(cids).hasSize(2);
    for (String cid : cids) {
      HttpResponse<byte[]> plain = publishing.server.get("/ipni/v1/ad/" + cid, "");
      HttpResponse<byte[]> shorter = publishing.server.get("/ipni/v1/ad/" + cid, "", GZIP);

      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(shorter.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(shorter.body().length).isLessThan(plain.body().length);
      assertThat(unpacked(shorter)).isEqualTo(plain.body());
      assertThat(Cid.parse(cid).multihash().verifies(unpacked(shorter))).isTrue();
      assertThat(plain.headers().firstValue("ETag")).contains("\"" + cid + "\"");
      assertThat(shorter.headers().firstValue("ETag")).contains("\"" + cid + ".gz\"");
      for (HttpResponse<byte[]> answer : List.of(plain, shorter)) {
        assertThat(answer.headers().allValues("Vary")).contains("Accept-Encoding");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Content-Length"))
            .contains("" + answer.body().length);
      }
    }
  }

  @Test
  void eachTagIsGoodForItsOwnBytesOnly() throws Exception {
    String cid =
        publishing.server.jdbc().sql("select head from ipni_chain").query(String.class).single();
    String path = "/ipni/v1/ad/" + cid;
    String plain = "\"" + cid + "\"";
    String shorter = "\"" + cid + ".gz\"";

    assertThat(status(path, "If-None-Match", plain)).isEqualTo(304);
    assertThat(status(path, "If-None-Match", shorter)).isEqualTo(200);
    assertThat(status(path, "If-None-Match", shorter, "Accept-Encoding", "gzip")).isEqualTo(304);
    assertThat(status(path, "If-None-Match", plain, "Accept-Encoding", "gzip")).isEqualTo(200);
  }

  @Test
  void theHeadIsSignedAsEver() throws Exception {
    HttpResponse<byte[]> head = publishing.server.get("/ipni/v1/ad/head", "", GZIP);

    assertThat(head.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(head.headers().allValues("Vary")).contains("Accept-Encoding");
    assertThat(SignedHead.decode(unpacked(head)).publisher()).hasToString(Publishing.PEER);
  }

  private static int status(String path, String... headers) throws Exception {
    return publishing.server.get(path, "", headers).statusCode();
  }

  private static byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return in.readAllBytes();
    }
  }
}
