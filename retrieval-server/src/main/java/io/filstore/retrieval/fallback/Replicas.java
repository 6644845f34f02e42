package io.filstore.retrieval.fallback;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which providers have a piece, by the deals that are active. */
final class Replicas {

  private record Row(String provider, String baseUrl, String pieceCidV2) {}

  private final JdbcClient jdbc;

  Replicas(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those that gave the piece back when they were last probed come first. */
  List<Source.Provider> of(String pieceCid) {
    return jdbc
        .sql(
            """
            select d.provider, v.base_url, p.piece_cid_v2
            from deal d join provider v on v.id = d.provider join piece p on p.piece_cid = d.piece_cid
            where d.piece_cid = ? and d.state in ('active', 'expiring') and v.base_url is not null
            group by d.provider, v.base_url, p.piece_cid_v2
            order by bool_and(d.unretrievable_since is not null), d.provider
            """)
        .param(pieceCid)
        .query((row, _) -> new Row(row.getString(1), row.getString(2), row.getString(3)))
        .list()
        .stream()
        .map(row ->
            Source.base(row.baseUrl())
                .map(base -> new Source.Provider(row.provider(), base, row.pieceCidV2())))
        .flatMap(Optional::stream)
        .toList();
  }
}
