package io.filstore.retrieval.encoding;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;

/**
 * The bytes of an answer as the caller takes them: with gzip when that is asked for and shorter,
 * else as they are. For texts that are in memory as a whole; what a CID or a range names goes out
 * as it is.
 */
public record Encoded(byte[] bytes, boolean gzip) {

  public static Encoded of(byte[] plain, HttpServletRequest request) {
    if (!takesGzip(
        String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING))))) {
      return new Encoded(plain, false);
    }
    byte[] compressed = compressed(plain);
    return compressed.length < plain.length
        ? new Encoded(compressed, true)
        : new Encoded(plain, false);
  }

  /** A strong tag of these bytes: an encoding is a representation of its own (RFC 9110, 8.8.3). */
  public String tag(String ofPlain) {
    return gzip ? ofPlain + ".gz" : ofPlain;
  }

  /** Named, or meant by a star, and liked no less than the plain form (RFC 9110, 12.5.3). */
  static boolean takesGzip(String accepted) {
    double gzip = -1;
    double star = -1;
    double identity = 0;
    for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = one.split(";", 2);
      double quality = quality(parts);
      switch (parts[0].strip()) {
        case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality);
        case "*" -> star = quality;
        case "identity" -> identity = quality;
        default -> {}
      }
    }
    double quality = gzip >= 0 ? gzip : star;
    return quality > 0 && quality >= identity;
  }

  private static double quality(String[] parts) {
    if (parts.length < 2) {
      return 1;
    }
    String weight = parts[1].strip();
    return weight.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
        ? Double.parseDouble(weight.substring(2))
        : 0;
  }

  private static byte[] compressed(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toByteArray();
  }
}
