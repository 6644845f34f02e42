package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Reads content back and believes nothing: commP is computed anew, files are compared byte by byte.
 */
final class Retrieval {
  private static final int BUFFER = 128 * 1024;

  private final OkHttpClient http;
  private final LongConsumer received;

  Retrieval(OkHttpClient http, LongConsumer received) {
    this.http = http.newBuilder().readTimeout(Duration.ofMinutes(2)).build();
    this.received = received;
  }

  /** What a server sent for a piece: the bytes of the CAR, and its own padding if any. */
  record Copy(String source, String url, long bytes, String pieceCidV1, String pieceCidV2) {}

  /**
   * Fetches a piece and computes its piece CID from the bytes.
   *
   * @param rawSize length of the CAR; a provider may send the zero padding of the sector after it
   */
  Copy piece(String source, URI server, String pieceCid, long rawSize, String apiKey) {
    HttpUrl url = url(server).addPathSegment("piece").addPathSegment(pieceCid).build();
    try (Response response = open(url, apiKey);
        InputStream body = response.body().byteStream()) {
      CommP commP = new CommP();
      copyExactly(body, rawSize, commP, url);
      requireZeros(body, url);
      PieceCommitment commitment = commP.finish();
      return new Copy(
          source, url.toString(), rawSize, commitment.v1().toString(), commitment.v2().toString());
    } catch (IOException e) {
      throw broken(url, e);
    }
  }

  /** Fetches one file of the payload and compares it with the input. */
  void file(URI server, String payloadCid, SourceTree.SourceFile file, String apiKey) {
    HttpUrl.Builder builder = url(server).addPathSegment("ipfs").addPathSegment(payloadCid);
    for (String segment : file.path().split("/")) {
      builder.addPathSegment(segment);
    }
    HttpUrl url = builder.build();
    try (Response response = open(url, apiKey);
        InputStream body = response.body().byteStream();
        InputStream original = Files.newInputStream(file.file())) {
      compare(body, original, file.path());
    } catch (IOException e) {
      throw broken(url, e);
    }
  }

  private void copyExactly(InputStream body, long size, CommP commP, HttpUrl url)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = size; left > 0; ) {
      int n = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new SystemException(
            "%s sent %d bytes of a piece of %d bytes.".formatted(url, size - left, size));
      }
      commP.update(buffer, 0, n);
      received.accept(n);
      left -= n;
    }
  }

  private static void requireZeros(InputStream body, HttpUrl url) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != 0) {
          throw new SystemException(url + " sent more than the piece and its padding.");
        }
      }
    }
  }

  private void compare(InputStream body, InputStream original, String path) throws IOException {
    byte[] theirs = new byte[BUFFER];
    byte[] ours = new byte[BUFFER];
    long offset = 0;
    while (true) {
      int n = body.readNBytes(theirs, 0, BUFFER);
      int m = original.readNBytes(ours, 0, BUFFER);
      int difference = Arrays.mismatch(theirs, 0, n, ours, 0, m);
      if (difference >= 0) {
        throw new SystemException(
            "The retrieved '%s' differs from the input at byte %d."
                .formatted(path, offset + difference));
      }
      received.accept(n);
      offset += n;
      if (n < BUFFER) {
        return;
      }
    }
  }

  private Response open(HttpUrl url, String apiKey) throws IOException {
    Request.Builder request = new Request.Builder().url(url).header("Accept-Encoding", "identity");
    if (!apiKey.isEmpty()) {
      request.header("Authorization", "Bearer " + apiKey);
    }
    Response response = http.newCall(request.build()).execute();
    if (response.code() != 200) {
      response.close();
      throw new SystemException(url + " answered " + response.code() + ".");
    }
    return response;
  }

  private static HttpUrl.Builder url(URI server) {
    HttpUrl url = HttpUrl.get(server);
    if (url == null) {
      throw new SystemException("The address " + server + " is not an HTTP address.");
    }
    return url.newBuilder();
  }

  private static SystemException broken(HttpUrl url, IOException e) {
    return new SystemException("Reading " + url + " broke off: " + e.getMessage() + ".", e);
  }
}
