package io.filstore.retrieval.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.retrieval.RawHttp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Over real HTTP: the answers a provider's downloader relies on, with and without sendfile. */
class ContentAnswerTest {

  private static final byte[] BYTES = new byte[300_000];

  @TempDir static Path folder;
  private static Path file;
  private static ConfigurableApplicationContext application;
  private static int port;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    new Random(7).nextBytes(BYTES);
    file = Files.write(folder.resolve("content"), BYTES);
    application =
        new SpringApplicationBuilder(Served.class)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "spring.flyway.enabled=false",
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
            .run();
    port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=100000-199999, 100000, 100000",
    "bytes=0-100000, 0, 100001",
    "bytes=250000-300000, 250000, 50000",
    "bytes=200000-99999999999, 200000, 100000",
    "bytes=299999-, 299999, 1",
    "bytes=-70000, 230000, 70000",
    "bytes=-999999999, 0, 300000",
  })
  void oneRangeIsAnswered206WithExactlyThoseBytes(String range, int from, int length)
      throws Exception {
    for (String path : new String[] {"/sendfile", "/checked"}) {
      HttpResponse<byte[]> answer = get(path, "Range", range);

      assertThat(answer.statusCode()).as(path).isEqualTo(206);
      assertThat(answer.headers().firstValue("Content-Range"))
          .contains("bytes " + from + "-" + (from + length - 1) + "/300000");
      assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(length);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, from, from + length));
    }
  }

  @Test
  void severalRangesAreAnsweredAsPartsWithTheLengthAnnounced() throws Exception {
    for (String path : new String[] {"/sendfile", "/checked"}) {
      HttpResponse<byte[]> answer = get(path, "Range", "bytes=200000-259999, 5-9, -1");

      assertThat(answer.statusCode()).as(path).isEqualTo(206);
      assertThat(answer.headers().firstValue("Content-Range")).isEmpty();
      assertThat(answer.headers().firstValueAsLong("Content-Length"))
          .hasValue(answer.body().length);
      String type = answer.headers().firstValue("Content-Type").orElseThrow();
      assertThat(type).startsWith("multipart/byteranges; boundary=");
      String[] parts =
          new String(answer.body(), ISO_8859_1)
              .split("\r\n--" + type.substring(type.indexOf('=') + 1), -1);
      assertThat(parts).hasSize(5);
      assertThat(parts[4]).isEqualTo("--\r\n");
      assertThat(parts[1]).isEqualTo(part(200_000, 259_999));
      assertThat(parts[2]).isEqualTo(part(5, 9));
      assertThat(parts[3]).isEqualTo(part(299_999, 299_999));
    }
  }

  private static String part(int from, int to) {
    return "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes %d-%d/300000\r\n\r\n"
            .formatted(from, to)
        + new String(Arrays.copyOfRange(BYTES, from, to + 1), ISO_8859_1);
  }

  @Test
  void aThousandRangesAreRefusedAndOverlappingOnesSentOnce() throws Exception {
    assertThat(get("/checked", "Range", "bytes=0-0" + ",2-2".repeat(999)).statusCode())
        .isEqualTo(416);
    HttpResponse<byte[]> once = get("/checked", "Range", "bytes=0-" + ",0-".repeat(20));
    assertThat(once.statusCode()).isEqualTo(206);
    assertThat(once.body()).isEqualTo(BYTES);
  }

  @Test
  void withoutARangeTheWholeIsAnsweredWithItsValidators() throws Exception {
    for (String path : new String[] {"/sendfile", "/checked"}) {
      HttpResponse<byte[]> answer = get(path);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(BYTES);
      assertThat(answer.headers().firstValue("ETag")).contains("\"name\"");
      assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
      assertThat(answer.headers().firstValue("Cache-Control"))
          .contains("public, max-age=29030400, immutable");
      assertThat(answer.headers().firstValue("Last-Modified"))
          .contains("Thu, 01 Jan 1970 00:00:00 GMT");
      assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(300_000);
    }
  }

  @Test
  void headTellsTheWholeLengthEvenWithARange() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(uri("/sendfile")).HEAD().header("Range", "bytes=0-9").build();

    HttpResponse<byte[]> answer = HTTP.send(head, HttpResponse.BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(300_000);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=300000-", "bytes=300000-300001", "bytes=-0", "bytes=9-3", "bytes=x"})
  void aRangeOutsideIs416WithTheSize(String range) throws Exception {
    HttpResponse<byte[]> answer = get("/sendfile", "Range", range);

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */300000");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new String(answer.body(), ISO_8859_1))
        .contains("300000 bytes")
        .contains("\"status\":416");
  }

  @Test
  void aRangeUnderAForeignValidatorGetsTheWhole() throws Exception {
    assertThat(get("/sendfile", "Range", "bytes=0-9", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
    assertThat(get("/sendfile", "Range", "bytes=0-9", "If-Range", "\"name\"").statusCode())
        .isEqualTo(206);
    assertThat(get("/sendfile", "Range", "bytes=0-1,5-6", "If-Range", "W/\"name\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void knownContentIs304WithoutABody() throws Exception {
    HttpResponse<byte[]> answer = get("/sendfile", "If-None-Match", "W/\"x\", \"name\"");

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.headers().firstValue("ETag")).contains("\"name\"");
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/damaged-late", "/damaged-at-the-end", "/damaged-chunked"})
  void anAnswerThatFailsUnderwayIsCutNeverEnded(String path) throws Exception {
    RawHttp.Answer answer = RawHttp.get(port, path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.complete()).as("the client can tell that it is cut").isFalse();
    assertThat(answer.text())
        .as("no error page in the body")
        .doesNotContain("\"status\"")
        .doesNotContain("<html");
  }

  @Test
  void anAnswerThatFailsBeforeItsFirstByteIsAProblem() throws Exception {
    HttpResponse<byte[]> answer = get("/damaged-early");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(new String(answer.body(), ISO_8859_1))
        .contains("car_invalid")
        .doesNotContain("secret path");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Configuration
  @EnableAutoConfiguration
  @ComponentScan("io.filstore.retrieval.problem")
  @RestController
  static class Served {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> cut() {
      return factory -> factory.addContextValves(new BrokenOffValve());
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) {
      return http.authorizeHttpRequests(routes -> routes.anyRequest().permitAll())
          .headers(headers -> headers.cacheControl(cache -> cache.disable()))
          .build();
    }

    @Bean
    Suspects suspects() {
      return new Suspects();
    }

    @GetMapping("/sendfile")
    void sendfile(HttpServletRequest request, HttpServletResponse response) throws IOException {
      send(request, response, file, Served::slice);
    }

    @GetMapping("/checked")
    void checked(HttpServletRequest request, HttpServletResponse response) throws IOException {
      send(request, response, null, Served::slice);
    }

    @GetMapping("/damaged-early")
    void early(HttpServletRequest request, HttpServletResponse response) throws IOException {
      send(request, response, null, (offset, length, out) -> fail());
    }

    @GetMapping("/damaged-late")
    void late(HttpServletRequest request, HttpServletResponse response) throws IOException {
      send(request, response, null, (offset, length, out) -> failAfter(150_000, out));
    }

    @GetMapping("/damaged-at-the-end")
    void atTheEnd(HttpServletRequest request, HttpServletResponse response) throws IOException {
      send(request, response, null, (offset, length, out) -> failAfter(299_990, out));
    }

    @GetMapping("/damaged-chunked")
    void chunked(HttpServletResponse response) throws IOException {
      failAfter(150_000, response.getOutputStream());
    }

    private static void send(
        HttpServletRequest request,
        HttpServletResponse response,
        @org.jspecify.annotations.Nullable Path file,
        Content.Body body)
        throws IOException {
      ContentAnswer.send(
          request,
          response,
          new Content(BYTES.length, Validators.of("name"), "application/octet-stream", body, file));
    }

    private static void slice(long offset, long length, OutputStream out) throws IOException {
      out.write(BYTES, (int) offset, (int) length);
    }

    private static void failAfter(int bytes, OutputStream out) throws IOException {
      out.write(BYTES, 0, bytes);
      fail();
    }

    private static void fail() throws IOException {
      throw new DamagedContentException("block 7 of secret path");
    }
  }
}
