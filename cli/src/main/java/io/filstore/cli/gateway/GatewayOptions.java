package io.filstore.cli.gateway;

import io.filstore.cli.console.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway is asked, and with which key. */
final class GatewayOptions {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description = "The gateway's address; by default that of the system on this machine.")
  private @Nullable URI gateway;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file with an API key; by default the first key of the system on this machine.")
  private @Nullable Path keyFile;

  /** A request to a path of the API. */
  HttpRequest.Builder request(String path) throws IOException {
    URI base = gateway == null ? own() : gateway;
    if (!String.valueOf(base.getScheme()).matches("https?") || base.getHost() == null) {
      throw new UsageException("'" + base + "' is no http or https address of a gateway");
    }
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + key());
  }

  private static URI own() {
    String port = System.getenv().getOrDefault("GATEWAY_PORT", "");
    return URI.create("http://127.0.0.1:" + (port.isBlank() ? "17400" : port));
  }

  private String key() throws IOException {
    Path file = keyFile;
    if (file == null) {
      String data = System.getenv().getOrDefault("FILSTORE_DATA_DIR", "data");
      file = Path.of(data, "secrets", "api-key");
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no key in '" + file + "'; name its file by --key-file");
    }
    return Files.readString(file).strip();
  }

  /**
   * Sends it.
   *
   * @throws GatewayException with the gateway's own words when it refuses
   */
  static Json send(HttpRequest.Builder request) throws IOException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build()) {
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      int status = answer.statusCode();
      if (status >= 200 && status < 300) {
        return Json.read(answer.body());
      }
      String type = answer.headers().firstValue("Content-Type").orElse("");
      throw new GatewayException(
          type.startsWith("application/problem+json")
              ? Json.read(answer.body()).text("detail")
              : "the gateway answered with HTTP " + status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayException("interrupted");
    }
  }

  /** A text as part of a query. */
  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
