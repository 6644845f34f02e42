package io.filstore.gateway.dealstatus;

import io.filstore.db.Rows;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RunningGateway;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Uploads, a piece and deals in a gateway's database, and the events of their changes. */
final class Scene {
  private final RunningGateway gateway;
  private final FakeWatcher watcher;
  private final EventLog log;
  private final Deals deals;

  Scene(RunningGateway gateway, FakeWatcher watcher) {
    this.gateway = gateway;
    this.watcher = watcher;
    this.log = gateway.bean(EventLog.class);
    this.deals = gateway.bean(Deals.class);
    Rows.piece(gateway.database().jdbc());
    Rows.wallet(gateway.database().jdbc());
    Rows.provider(gateway.database().jdbc(), "f01000", "f01001");
  }

  /** An upload that is in {@link Rows#PIECE}. */
  String prepared(String account) {
    return prepared(account, Rows.PIECE);
  }

  /** An upload that is in the pieces. */
  String prepared(String account, String... pieces) {
    String id = Rows.upload(gateway.database().jdbc(), gateway.accountId(account), "a");
    Rows.prepared(gateway.database().jdbc(), id, Rows.PAYLOAD, pieces);
    return id;
  }

  /** An upload that is in no piece yet. */
  String received(String account) {
    return Rows.upload(gateway.database().jdbc(), gateway.accountId(account), "a");
  }

  /** Writes an event about an upload, and lets the watcher tell. */
  long tell(String upload) {
    long seq = log.append("upload.stalled", upload, Map.of("upload", upload));
    watcher.flush();
    return seq;
  }

  /** Writes the event of an upload in two pieces, and lets the watcher tell. */
  void tellPrepared(String upload, String begin, String end) {
    List<Map<String, Object>> pieces =
        List.of(Map.of("number", 0, "piece_cid", begin), Map.of("number", 1, "piece_cid", end));
    log.append(
        "upload.prepared", upload, Map.of("upload", upload, "piece_cid", end, "pieces", pieces));
    watcher.flush();
  }

  Deal plan(String provider) {
    return plan(Rows.PIECE, provider);
  }

  Deal plan(String piece, String provider) {
    return Objects.requireNonNull(
        gateway
            .bean(org.springframework.transaction.support.TransactionTemplate.class)
            .execute(status ->
                deals.insert(
                    new Deals.Plan(piece, provider, Rows.WALLET, "ddo", true, 1, 518400))));
  }

  Deal move(Deal deal, DealState to) {
    return Objects.requireNonNull(
        gateway
            .bean(org.springframework.transaction.support.TransactionTemplate.class)
            .execute(
                status -> deals.apply(deal, DealMove.to(to).cause("test", "moved by the test"))));
  }

  void flush() {
    watcher.flush();
  }
}
