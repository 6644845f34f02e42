package io.filstore.client.chain;

import com.github.luben.zstd.ZstdInputStream;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A published snapshot of all market deals, from a file or an http(s) address, plain JSON or zstd
 * (told apart by the first bytes). An address is asked conditionally: the snapshot that was read
 * last for the same clients is not read again.
 */
public final class MarketDealsSnapshot implements MarketDeals {

  /** 28 B5 2F FD (RFC 8878, section 3.1.1). */
  private static final int ZSTD_MAGIC = 0x28B52FFD;

  /**
   * Snapshots are made with long-distance matching; the decoder's own limit would refuse those
   * windows.
   */
  private static final int MAX_WINDOW_LOG = 31;

  private static final int BUFFER = 1 << 16;

  private final String location;
  private final OkHttpClient http;
  private @Nullable Validator lastRead;

  /** Reads from a path, or from an address that begins with http:// or https://. */
  public MarketDealsSnapshot(String location, OkHttpClient http) {
    this.location = location;
    this.http = http.newBuilder().callTimeout(Duration.ZERO).build();
  }

  @Override
  public synchronized MarketDealsRead stream(Set<FilAddress> clients, Consumer<MarketDeal> sink) {
    try {
      return location.startsWith("http://") || location.startsWith("https://")
          ? fromAddress(clients, sink)
          : fromFile(clients, sink);
    } catch (IOException | JacksonException | FormatException | NumberFormatException e) {
      throw new ChainUnavailable("market deals snapshot " + location + ": " + e.getMessage(), e);
    }
  }

  private MarketDealsRead fromFile(Set<FilAddress> clients, Consumer<MarketDeal> sink)
      throws IOException {
    Path file = Path.of(location);
    Validator validator =
        new Validator(
            clients,
            Long.toString(Files.size(file)),
            Files.getLastModifiedTime(file).toInstant().toString());
    Instant asOf = Files.getLastModifiedTime(file).toInstant();
    if (validator.equals(lastRead)) {
      return new MarketDealsRead(0, 0, asOf, true);
    }
    return read(Files.newInputStream(file), clients, sink, asOf, validator);
  }

  private MarketDealsRead fromAddress(Set<FilAddress> clients, Consumer<MarketDeal> sink)
      throws IOException {
    Request.Builder request = new Request.Builder().url(location);
    Validator known = lastRead;
    if (known != null && known.clients().equals(clients)) {
      known.addTo(request);
    }
    Response response = http.newCall(request.build()).execute();
    Instant asOf = response.headers().getInstant("Last-Modified");
    if (response.code() == 304) {
      response.close();
      return new MarketDealsRead(0, 0, asOf, true);
    }
    if (response.code() != 200) {
      response.close();
      throw new ChainUnavailable(
          "market deals snapshot " + location + " answered HTTP " + response.code());
    }
    Validator validator =
        new Validator(clients, response.header("ETag"), response.header("Last-Modified"));
    return read(response.body().byteStream(), clients, sink, asOf, validator);
  }

  /** The scan closes the source. Only what was read to its end is not read again. */
  private MarketDealsRead read(
      InputStream source,
      Set<FilAddress> clients,
      Consumer<MarketDeal> sink,
      @Nullable Instant asOf,
      Validator validator)
      throws IOException {
    InputStream json = plain(new BufferedInputStream(source, BUFFER));
    MarketDealsRead read = MarketDealsScan.snapshot(json, clients, sink);
    lastRead = validator;
    return new MarketDealsRead(read.seen(), read.matched(), asOf, false);
  }

  private static InputStream plain(BufferedInputStream in) throws IOException {
    in.mark(4);
    byte[] head = in.readNBytes(4);
    in.reset();
    boolean zstd = head.length == 4 && ByteBuffer.wrap(head).getInt() == ZSTD_MAGIC;
    return zstd ? new ZstdInputStream(in).setLongMax(MAX_WINDOW_LOG) : in;
  }

  private record Validator(
      Set<FilAddress> clients, @Nullable String etag, @Nullable String lastModified) {

    Validator {
      clients = Set.copyOf(clients);
    }

    void addTo(Request.Builder request) {
      if (etag != null) {
        request.header("If-None-Match", etag);
      } else if (lastModified != null) {
        request.header("If-Modified-Since", lastModified);
      }
    }
  }
}
