package io.filstore.devnet.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Downloads a CAR as Curio does (lib/robusthttp): HEAD, then GETs with {@code Range: bytes=<have>-
 * <size-1>}, so that a broken transfer goes on where it stopped, also after a restart.
 */
final class CarPull {
  private static final int MAX_REDIRECTS = 3;
  private static final int OK = 200;
  private static final int PARTIAL = 206;

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .followRedirects(false)
          .followSslRedirects(false)
          .retryOnConnectionFailure(false)
          .connectTimeout(Duration.ofSeconds(10))
          .readTimeout(Duration.ofSeconds(30))
          .build();

  /**
   * One try: brings {@code file} to {@code size} bytes.
   *
   * @throws IOException saying what went wrong; what arrived stays in the file
   */
  void pull(Source source, long size, Path file, Pace pace) throws IOException {
    checkSize(source, size);
    long have = Files.exists(file) ? Files.size(file) : 0;
    if (have > size) {
      Files.delete(file);
      have = 0;
    }
    if (have < size) {
      fetch(source, have, size, file, pace);
    }
    long got = Files.size(file);
    if (got != size) {
      throw new IOException("got %d bytes of %d".formatted(got, size));
    }
  }

  private void checkSize(Source source, long size) throws IOException {
    try (Response response = send(source, "HEAD", Map.of())) {
      if (response.code() != OK) {
        throw new IOException("HEAD %s answered %d".formatted(source.url(), response.code()));
      }
      String length = response.header("Content-Length");
      if (!Long.toString(size).equals(length)) {
        throw new IOException(
            "HEAD %s tells %s bytes, the deal is for %d".formatted(source.url(), length, size));
      }
    }
  }

  private void fetch(Source source, long have, long size, Path file, Pace pace) throws IOException {
    Map<String, String> range = Map.of("Range", "bytes=%d-%d".formatted(have, size - 1));
    try (Response response = send(source, "GET", range)) {
      boolean whole = response.code() == OK && have == 0;
      if (response.code() != PARTIAL && !whole) {
        throw new IOException(
            "GET %s from byte %d answered %d".formatted(source.url(), have, response.code()));
      }
      append(response.body().byteStream(), size - have, file, pace);
    }
  }

  private static void append(InputStream in, long left, Path file, Pace pace) throws IOException {
    byte[] buffer = new byte[pace.chunk()];
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      long missing = left;
      long allowed = pace.cutAfter();
      int read = read(in, buffer, pace, allowed);
      while (read > 0 && read <= missing) {
        out.write(ByteBuffer.wrap(buffer, 0, read));
        missing -= read;
        allowed -= read;
        read = read(in, buffer, pace, allowed);
      }
      out.force(true);
      if (read > missing) {
        throw new IOException("the source sends more than it announced");
      }
      if (missing > 0 && allowed == 0) {
        throw new IOException("unexpected EOF after %d bytes".formatted(pace.cutAfter()));
      }
    }
  }

  /** The next bytes, at most as many as the connection may still carry; 0 when that is nothing. */
  private static int read(InputStream in, byte[] buffer, Pace pace, long allowed)
      throws IOException {
    if (!pace.pause().isZero()) {
      try {
        Thread.sleep(pace.pause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the download paused");
      }
    }
    return allowed == 0 ? 0 : in.read(buffer, 0, (int) Math.min(buffer.length, allowed));
  }

  private Response send(Source source, String method, Map<String, String> more) throws IOException {
    HttpUrl url = HttpUrl.get(source.url());
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Request request =
          new Request.Builder()
              .url(url)
              .method(method, null)
              .headers(headers(source.headers(), more))
              .build();
      Response response = http.newCall(request).execute();
      String location = response.header("Location");
      HttpUrl next = location == null ? null : url.resolve(location);
      if (!response.isRedirect() || next == null) {
        return response;
      }
      response.close();
      url = next;
    }
    throw new IOException("more than " + MAX_REDIRECTS + " redirects from " + source.url());
  }

  private static Headers headers(Map<String, List<String>> given, Map<String, String> more) {
    Headers.Builder headers = new Headers.Builder();
    given.forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
    more.forEach(headers::set);
    return headers
        .set("Accept-Encoding", "identity")
        .set("User-Agent", "filstore-devnet-provider (simulator)")
        .build();
  }
}
