package io.filstore.retrieval.fallback;

import io.filstore.db.Rows;
import io.filstore.ids.IdKind;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Stored;
import java.io.IOException;
import java.nio.file.Files;

/** Rows of deals whose providers are servers of a test. */
final class Copies {
  private Copies() {}

  /** An active deal for the piece with a provider that is reached there. */
  static void add(RunningServer server, Stored stored, String provider, RawSource source) {
    Rows.wallet(server.jdbc());
    Rows.provider(server.jdbc(), provider);
    server
        .jdbc()
        .sql("update provider set base_url = ? where id = ?")
        .params(source.url(), provider)
        .update();
    String id = IdKind.DEAL.next();
    server
        .jdbc()
        .sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs,
              proposal_key, sector, active_epoch)
            values (?, ?, ?, ?, 'ddo', true, 'active', 518400, ?, 7, 12)
            """)
        .params(id, stored.piece().v1().toString(), provider, Rows.WALLET, id)
        .update();
  }

  /** Takes the CAR away and leaves its index. */
  static void lose(Stored stored) throws IOException {
    Files.delete(stored.file());
  }

  /** Takes the index away, too. */
  static void loseIndex(Stored stored) throws IOException {
    Files.delete(stored.file().resolveSibling(stored.piece().v1() + ".idx"));
  }
}
