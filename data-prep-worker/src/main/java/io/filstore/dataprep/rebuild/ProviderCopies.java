package io.filstore.dataprep.rebuild;

import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Holder;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The piece at providers that seal it, over {@code /piece/{cid}} of their own servers. */
final class ProviderCopies {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** Bytes a second below which a download ends, so that nobody keeps a worker for ever. */
  private static final long SLOWEST = 500_000;

  private final ProviderAddresses addresses;
  private final OkHttpClient http;

  ProviderCopies(ProviderAddresses addresses) {
    this.addresses = addresses;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(SILENCE)
            .dns(addresses.dns())
            .followRedirects(false)
            .build();
  }

  /** Brings the CAR from there; otherwise why not, in a few words that stay the same. */
  Optional<String> bring(Holder holder, Car row, Replacement replacement) {
    try {
      URI piece = holder.piece();
      addresses.check(piece);
      Request request =
          new Request.Builder().url(piece.toString()).header("Accept-Encoding", "identity").build();
      var call = http.newCall(request);
      call.timeout().timeout(CONNECT.toSeconds() + 600 + row.rawSize() / SLOWEST, TimeUnit.SECONDS);
      try (Response response = call.execute()) {
        if (response.code() != 200) {
          return Optional.of("answered with HTTP " + response.code());
        }
        replacement.take(response.body().byteStream(), row);
        return Optional.empty();
      }
    } catch (FormatException other) {
      return Optional.of("sent other bytes");
    } catch (IOException | IllegalArgumentException failure) {
      return Optional.of("did not send it (" + failure.getClass().getSimpleName() + ")");
    }
  }
}
