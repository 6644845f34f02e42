package io.filstore.dataprep.rebuild;

import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.piece.Car;
import io.filstore.db.rows.RecordRows;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The piece at providers that seal it, over {@code /piece/{cid}} of their own servers. */
final class ProviderCopies {

  private static final RowMapper<Copy> ROW = RecordRows.of(Copy.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** Bytes a second below which a download ends, so that nobody keeps a worker for ever. */
  private static final long SLOWEST = 500_000;

  private final JdbcClient jdbc;
  private final ProviderAddresses addresses;
  private final OkHttpClient http;

  ProviderCopies(JdbcClient jdbc, ProviderAddresses addresses) {
    this.jdbc = jdbc;
    this.addresses = addresses;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(SILENCE)
            .dns(addresses.dns())
            .followRedirects(false)
            .build();
  }

  /** A provider with an active deal of the piece, and an HTTP address. */
  record Copy(String provider, String baseUrl, String pieceCidV2) {}

  List<Copy> of(String pieceCid) {
    return jdbc.sql(
            """
            select distinct d.provider, v.base_url, p.piece_cid_v2
            from deal d join piece p on p.piece_cid = d.piece_cid join provider v on v.id = d.provider
            where d.piece_cid = ? and d.state in ('active', 'expiring') and v.base_url is not null
            order by d.provider
            """)
        .param(pieceCid)
        .query(ROW)
        .list();
  }

  /** Brings the CAR from there; otherwise why not, in a few words that stay the same. */
  Optional<String> bring(Copy copy, Car row, Replacement replacement) {
    URI base = URI.create(copy.baseUrl());
    try {
      addresses.check(base);
      Request request =
          new Request.Builder()
              .url(base.resolve("/piece/" + copy.pieceCidV2()).toString())
              .header("Accept-Encoding", "identity")
              .build();
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
