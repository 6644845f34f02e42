package io.filstore.simulation;

import io.filstore.client.chain.Claim;
import io.filstore.client.chain.MarketDeal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold, told by the chain itself and by our rows. */
final class Rules {
  private static final String OPEN =
      "state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed')";

  private final JdbcClient jdbc;
  private final SimChain chain;
  private final BigInteger granted;
  private final Wishes wishes;

  /** Broken, with the numbers. */
  static final class Broken extends AssertionError {
    Broken(String what) {
      super(what);
    }
  }

  /**
   * @param granted DataCap that the client was ever given, bytes
   * @param wishes how many copies are wanted
   */
  Rules(JdbcClient jdbc, SimChain chain, BigInteger granted, Wishes wishes) {
    this.wishes = wishes;
    this.jdbc = jdbc;
    this.chain = chain;
    this.granted = granted;
  }

  /**
   * At any moment: never more copies than wanted, and what the chain gave out is in our books.
   *
   * @param lies by piece, the offers that a provider failed and may seal all the same
   */
  void always(List<String> pieces, ToLongFunction<String> lies) {
    for (String piece : pieces) {
      long open =
          count(
              "select count(*) from deal where piece_cid = ? and state <> 'expiring' and " + OPEN,
              piece);
      int wanted = wishes.copies(piece);
      require(open <= wanted, "%d open deals of %s, %d wanted", open, piece, wanted);
      long live = live(piece).count();
      long allowed = wanted + lies.applyAsLong(piece);
      require(live <= allowed, "%d copies of %s on chain, %d allowed", live, piece, allowed);
      long places = live(piece).distinct().count();
      require(live == places, "a provider holds %s twice: %s", piece, live(piece).toList());
    }
    BigInteger booked = sum("state in ('reserved', 'spent')");
    BigInteger allocated = chain.truth().allocated;
    require(
        allocated.compareTo(booked) <= 0,
        "the chain allocated %s bytes, the books have %s",
        allocated,
        booked);
    require(
        wishes.overBudget() == 0, "%d bytes beyond the budget of %s", wishes.overBudget(), wishes);
    require(booked.compareTo(granted) <= 0, "booked %s of %s bytes of DataCap", booked, granted);
  }

  /** When all is quiet. */
  void atRest(List<String> pieces) {
    BigInteger spent = sum("state = 'spent'");
    BigInteger allocated = chain.truth().allocated;
    require(allocated.equals(spent), "the chain allocated %s, spent %s", allocated, spent);
    for (String piece : pieces) {
      protectedOrExplained(piece);
    }
    eventsAreAStory();
  }

  /**
   * Whether nobody is owed anything: every piece is protected or says why not, no deal is under
   * way, and the books are those of the chain.
   */
  boolean isAllSaid(List<String> pieces) {
    return sum("state = 'spent'").equals(chain.truth().allocated)
        && pieces.stream().allMatch(piece -> isAtRest(piece) || isExplained(piece))
        && pieces.stream().mapToLong(this::underWay).sum() == 0;
  }

  private long underWay(String piece) {
    return count(
        "select count(*) from deal where piece_cid = ? and state not in ('blocked', 'expiring') "
            + "and not (state = 'active' and finality = 'finalized') and "
            + OPEN,
        piece);
  }

  /** Whether our rows say so and the chain says the same. */
  boolean isAtRest(String piece) {
    return isProtected(piece) && live(piece).count() >= wishes.copies(piece);
  }

  boolean isProtected(String piece) {
    return count(
            "select count(*) from deal where piece_cid = ? and state = 'active' and finality = 'finalized'",
            piece)
        >= wishes.copies(piece);
  }

  private void protectedOrExplained(String piece) {
    if (isProtected(piece)) {
      require(
          live(piece).count() >= wishes.copies(piece),
          "%s is said to be protected, the chain has %s",
          piece,
          live(piece).toList());
      return;
    }
    require(
        isExplained(piece), "%s is neither protected nor is it said why: %s", piece, rows(piece));
  }

  private boolean isExplained(String piece) {
    return count(
                "select count(*) from deal where piece_cid = ? and state = 'blocked' and cause_text is not null",
                piece)
            + count(
                "select count(*) from piece where piece_cid = ? and shortfall is not null", piece)
        > 0;
  }

  /** Every change goes on from where the last one ended, and nothing follows an end. */
  private void eventsAreAStory() {
    List<@Nullable String> broken =
        jdbc.sql(
                """
                select subject || ': ' || seq || ' from ' || coalesce(data->>'from', '-') || ' after ' || before
                from (select seq, subject, data, lag(data->>'to') over (partition by subject order by seq) as before
                      from event where type = 'deal.state_changed') e
                where before is distinct from data->>'from' and before is not null
                   or before in ('completed', 'rejected', 'lapsed', 'terminated', 'failed')
                """)
            .query(String.class)
            .list();
    require(broken.isEmpty(), "events that do not follow: %s", broken);
    long gaps = count("select coalesce(max(seq), 0) - count(*) from event");
    require(gaps == 0, "%d numbers of events are missing", gaps);
  }

  /** Providers that hold the piece by the newest tipset and will for a while. */
  private Stream<Long> live(String piece) {
    Stream<Long> claims =
        chain.truth().claims.values().stream()
            .filter(claim -> claim.data().toString().equals(piece))
            .filter(claim -> !chain.truth().gone.contains(claim.sector()))
            .filter(claim -> !endsSoon(claim.termStart().value() + claim.termMin()))
            .map(Claim::provider);
    Stream<Long> deals =
        chain.truth().deals.values().stream()
            .filter(deal -> deal.pieceCid().toString().equals(piece))
            .filter(this::isAlive)
            .map(deal -> deal.provider().actorId());
    return Stream.concat(claims, deals);
  }

  private boolean isAlive(MarketDeal deal) {
    return deal.sectorStartEpoch() >= 0
        ? !endsSoon(deal.endEpoch().value())
        : chain.height() <= deal.startEpoch().value();
  }

  /** Such a copy gets a successor before its end, and is then one too many. */
  private boolean endsSoon(long end) {
    return chain.height() >= end - Engine.EXPIRING;
  }

  List<Map<String, @Nullable Object>> rows(String piece) {
    return jdbc.sql(
            """
            select provider, attempt, state, cause_code, cause_text, finality, start_epoch, allocation_id, allocation_expiration,
              provider_status, proposed_at is not null as proposed, chain_deal_id, absent_looks, look_epoch, updated_at from deal where piece_cid = ? order by created_at, id
            """)
        .param(piece)
        .query()
        .listOfRows();
  }

  private BigInteger sum(String which) {
    return jdbc.sql("select coalesce(sum(bytes), 0)::text from datacap_reservation where " + which)
        .query((row, n) -> new BigInteger(row.getString(1)))
        .single();
  }

  private long count(String sql, Object... parameters) {
    return jdbc.sql(sql).params(parameters).query(Long.class).single();
  }

  private static void require(boolean holds, String what, Object... numbers) {
    if (!holds) {
      throw new Broken(what.formatted(numbers));
    }
  }
}
