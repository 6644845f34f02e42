package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and pictures with scripts in them, on a server that anyone may read from. */
class ActiveContentTest {
  @TempDir static Path cars;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The link alone carries the page: nobody had to upload it. */
  @ParameterizedTest
  @ValueSource(strings = {"a.html", "a.svg", "a.xhtml", "a.pdf", "a.js"})
  void runsNothingInABrowser(String name) throws Exception {
    HttpResponse<byte[]> page =
        server.get("/ipfs/" + inline("<script>alert(1)</script>") + "?filename=" + name, "");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("sandbox;")
        .contains("script-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("allow-");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
  }

  @Test
  void saysSoOnProblemsToo() throws Exception {
    HttpResponse<byte[]> problem = server.get("/ipfs/nonsense", "");

    assertThat(problem.statusCode()).isEqualTo(400);
    assertThat(header(problem, "Content-Security-Policy")).startsWith("sandbox;");
    assertThat(header(problem, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void keepsANameInsideItsHeader() throws Exception {
    HttpResponse<byte[]> page =
        server.get(
            "/ipfs/" + inline("x") + "?filename=a%0D%0ASet-Cookie:%20b%22;%20c.html&download=true",
            "");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(header(page, "Content-Disposition"))
        .startsWith("attachment;")
        .doesNotContain("\r", "\n");
  }

  private static Cid inline(String text) {
    return Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, text.getBytes(UTF_8)));
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
