package io.filstore.watcher.probe;

import io.filstore.client.deal.ProviderAddresses;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import io.filstore.multiformats.Verification;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches one CAR section by a range of {@code /piece/{cid}} and hashes it: a section begins with
 * its length and its CID, so that a few bytes prove that the provider has this very place of the
 * piece.
 */
final class BlockFetch {
  /** The largest block that is packed, with the head of its section. */
  static final int MAX_SECTION = (2 << 20) + 128;

  private static final int PARTIAL = 206;
  private static final int MAX_DETAIL = 300;

  private final OkHttpClient http;
  private final ProviderAddresses addresses;

  BlockFetch(ProviderAddresses addresses, Duration patience) {
    this.addresses = addresses;
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(patience)
            .dns(addresses.dns())
            .followRedirects(false)
            .build();
  }

  Verdict fetch(URI piece, long offset, Cid expected) {
    long last = offset + MAX_SECTION - 1;
    Request request =
        new Request.Builder()
            .url(piece.toString())
            .header("Range", "bytes=" + offset + "-" + last)
            .header("Accept-Encoding", "identity")
            .build();
    long begun = System.nanoTime();
    try {
      addresses.check(piece);
      try (Response response = http.newCall(request).execute()) {
        Duration firstByte = Duration.ofNanos(System.nanoTime() - begun);
        if (response.code() != PARTIAL && !(response.code() == 200 && offset == 0)) {
          return new Verdict.Bad("http_error", "HTTP " + response.code() + " for a range");
        }
        return judge(response.peekBody(MAX_SECTION).bytes(), expected, firstByte);
      }
    } catch (IOException e) {
      return new Verdict.Bad("unreachable", shortened(e.toString()));
    }
  }

  private static Verdict judge(byte[] bytes, Cid expected, Duration firstByte) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      long length = Varint.read(in);
      int start = in.position();
      Cid found = Cid.read(in);
      long body = length - (in.position() - start);
      if (!found.equals(expected)) {
        return wrong("there is " + found + " where " + expected + " was packed");
      }
      if (body < 0 || body > in.remaining()) {
        return wrong("a section of " + length + " bytes, " + bytes.length + " came");
      }
      int size = (int) body;
      return found.multihash().verify(bytes, in.position(), size) == Verification.MATCHES
          ? new Verdict.Good(start + length, firstByte)
          : wrong("the block of " + expected + " has another hash");
    } catch (FormatException e) {
      return wrong("no section where " + expected + " was packed: " + e.getMessage());
    }
  }

  private static Verdict wrong(String text) {
    return new Verdict.Bad("wrong_bytes", shortened(text));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
  }
}
