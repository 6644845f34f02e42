package io.filstore.scheduler.datacap;

import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Chain;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Allocations of a wallet: unclaimed ones as the chain lists them, claimed ones as our deals know
 * them, because the chain lists claims by provider only.
 */
public final class Allocations {

  private final Chain chain;
  private final JdbcClient jdbc;
  private final Clock clock;

  Allocations(Chain chain, JdbcClient jdbc, Clock clock) {
    this.chain = chain;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Those that wait for their claim or have expired, by id. */
  public List<AllocationView> unclaimed(String wallet) {
    Map<Long, Allocation> held = chain.allocations(FilAddress.parse(wallet));
    Epoch head = chain.head().height();
    Map<Long, String> deals = deals(wallet, held.keySet().stream().toList());
    return held.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> view(entry.getKey(), entry.getValue(), head, deals.get(entry.getKey())))
        .toList();
  }

  /** Those that a provider has claimed for one of our deals, by id. */
  Stream<AllocationView> claimed(String wallet) {
    return jdbc
        .sql(
            """
            select distinct on (d.allocation_id) d.allocation_id, d.provider, d.piece_cid, p.padded_size, d.id, d.active_epoch
            from deal d join piece p on p.piece_cid = d.piece_cid
            where d.wallet = ? and d.allocation_id is not null and d.active_epoch is not null
            order by d.allocation_id, d.created_at desc
            """)
        .param(wallet)
        .query((row, number) ->
            new AllocationView(
                row.getLong("allocation_id"),
                "claimed",
                row.getString("provider"),
                row.getString("piece_cid"),
                row.getLong("padded_size"),
                null,
                null,
                row.getString("id"),
                row.getLong("active_epoch")))
        .list()
        .stream();
  }

  private AllocationView view(long id, Allocation held, Epoch head, @Nullable String deal) {
    boolean expired = held.expiration().isBefore(head);
    Instant last = chain.clock().timeOf(held.expiration());
    long left = Math.max(0, Duration.between(clock.instant(), last).toSeconds());
    return new AllocationView(
        id,
        expired ? "expired" : "pending",
        FilAddress.id(held.provider()).toString(),
        held.data().toString(),
        held.size().bytes(),
        new AllocationView.At(held.expiration().value(), last),
        expired ? null : left,
        deal,
        null);
  }

  private Map<Long, String> deals(String wallet, List<Long> ids) {
    return jdbc
        .sql(
            """
            select distinct on (allocation_id) allocation_id, id from deal
            where wallet = ? and allocation_id = any(?::bigint[]) order by allocation_id, created_at desc
            """)
        .params(wallet, ids.toArray(Long[]::new))
        .query((row, number) -> Map.entry(row.getLong(1), row.getString(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The states that may be asked for. */
  static Optional<String> state(@Nullable String text) {
    return Optional.ofNullable(text).filter(List.of("pending", "claimed", "expired")::contains);
  }
}
