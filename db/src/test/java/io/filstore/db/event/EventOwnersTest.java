package io.filstore.db.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.account.ApiKeys;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.webhook.Webhooks;
import io.filstore.ids.IdKind;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose events are, by what they are about. */
class EventOwnersTest {
  private static final String WEBHOOK = "whk_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final Set<String> READ_WALLETS = Set.of("wallets:read");

  private final TestDatabase database = TestDatabase.fresh();
  private final JdbcClient jdbc = database.jdbc();

  @Test
  void uploadsDealsPiecesAndWebhooksLeadToTheirAccounts() {
    Rows.piece(jdbc);
    Rows.wallet(jdbc);
    Rows.provider(jdbc, "f01000");
    String first = Rows.account(jdbc, "first");
    String second = Rows.account(jdbc, "second");
    String ofFirst = Rows.upload(jdbc, first, "a");
    String ofSecond = Rows.upload(jdbc, second, "a");
    String apart = Rows.upload(jdbc, second, "b");
    Rows.prepared(jdbc, ofFirst, Rows.PAYLOAD, Rows.PIECE);
    Rows.prepared(jdbc, ofSecond, Rows.PAYLOAD, Rows.PIECE);
    Deal deal =
        Objects.requireNonNull(
            database
                .transactions()
                .execute(_ ->
                    new Deals(jdbc, new EventLog(jdbc), new Networks(jdbc))
                        .insert(
                            new Deals.Plan(
                                Rows.PIECE, "f01000", Rows.WALLET, "ddo", true, 1, 518400))));
    Webhooks webhooks = new Webhooks(jdbc, Clock.systemUTC());
    webhooks.add(WEBHOOK, first, "https://example.com", List.of(), new byte[1]);
    webhooks.delete(first, WEBHOOK);

    assertThat(owners(apart)).containsExactly(second + " " + apart);
    assertThat(owners(deal.id()))
        .containsExactlyInAnyOrder(first + " " + ofFirst, second + " " + ofSecond);
    assertThat(owners(Rows.PIECE)).containsExactlyInAnyOrderElementsOf(owners(deal.id()));
    assertThat(owners(WEBHOOK)).containsExactly(first + " -");
    assertThat(owners("dl_unknown")).isEmpty();
  }

  @Test
  void walletsConcernWhoeverMayLookAtThem() {
    Rows.wallet(jdbc);
    String operator = Rows.account(jdbc, "operator");
    String user = Rows.account(jdbc, "user");
    ApiKeys keys = new ApiKeys(jdbc, Clock.systemUTC());
    String key = keys.add(IdKind.API_KEY.next(), operator, "a", new byte[32], READ_WALLETS, null);
    keys.add(IdKind.API_KEY.next(), operator, "b", new byte[32], READ_WALLETS, null);
    keys.add(IdKind.API_KEY.next(), user, "c", new byte[32], Set.of("deals:read"), null);

    assertThat(owners(Rows.WALLET)).containsExactly(operator + " -");
    assertThat(owners("f1unknown")).isEmpty();

    keys.of(operator).forEach(one -> keys.revoke(operator, one.id()));
    assertThat(owners(Rows.WALLET)).as(key).isEmpty();
  }

  @Test
  void providersConcernWhoeverMayLookAtThem() {
    Rows.provider(jdbc, "f01000");
    String operator = Rows.account(jdbc, "operator");
    String admin = Rows.account(jdbc, "admin");
    String user = Rows.account(jdbc, "user");
    ApiKeys keys = new ApiKeys(jdbc, Clock.systemUTC());
    Set<String> reads = Set.of("providers:read");
    keys.add(IdKind.API_KEY.next(), operator, "a", new byte[32], reads, null);
    keys.add(IdKind.API_KEY.next(), admin, "b", new byte[32], Set.of("admin:*"), null);
    keys.add(IdKind.API_KEY.next(), user, "c", new byte[32], Set.of("deals:read"), null);

    assertThat(owners("f01000")).containsExactlyInAnyOrder(operator + " -", admin + " -");
    assertThat(owners("f01001")).isEmpty();

    keys.of(operator).forEach(one -> keys.revoke(operator, one.id()));
    assertThat(owners("f01000")).containsExactly(admin + " -");
  }

  @Test
  void theChainConcernsAdminsAlone() {
    new Networks(jdbc)
        .observed(
            new Network("localnet", Instant.now(), BigDecimal.ONE, 100, "bafy", 95, Instant.now()));
    String admin = Rows.account(jdbc, "admin");
    String user = Rows.account(jdbc, "user");
    ApiKeys keys = new ApiKeys(jdbc, Clock.systemUTC());
    keys.add(IdKind.API_KEY.next(), admin, "a", new byte[32], Set.of("admin:*"), null);
    keys.add(IdKind.API_KEY.next(), user, "b", new byte[32], READ_WALLETS, null);

    assertThat(owners("localnet")).containsExactly(admin + " -");
  }

  private List<String> owners(String subject) {
    return jdbc.sql("select account_id, coalesce(upload_id, '-') as upload from event_owners(?)")
        .param(subject)
        .query((row, _) -> row.getString("account_id") + " " + row.getString("upload"))
        .list();
  }
}
