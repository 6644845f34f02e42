package io.filstore.scheduler.funds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.ids.IdKind;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three things that are never summed, from rows of deals and the devnet's chain. */
class ReadCollateralTest {
  private static final long SECTOR = 8L << 30;

  private final Devnet devnet = Devnet.start(DevnetOptions.manualTicks());
  private final Chain chain = LotusChain.connect(devnet.lotusUrl().toString(), null);
  private final JdbcClient jdbc = TestDatabase.fresh().jdbc();
  private int pieces;

  @BeforeEach
  void rows() {
    devnet.tick(2);
    Rows.wallet(jdbc);
    Rows.provider(jdbc, "f01000", "f01001");
    jdbc.sql("update provider set sector_size = ?").param(SECTOR).update();
  }

  @AfterEach
  void close() {
    devnet.close();
  }

  @Test
  void collateralOfProvidersIsThatOfPublishedDealsThatAreNotOver() {
    f05("f01000", "active", 1, 100);
    f05("f01000", "sealing", 2, 20);
    f05("f01001", "active", 3, 3);
    f05("f01001", "terminated", 4, 4000);
    f05("f01001", "completed", 5, 50_000);
    f05("f01001", "accepted", null, 600_000);

    Collateral.ProviderCollateral locked = read().providerCollateral();

    assertThat(locked.deals()).isEqualTo(3);
    assertThat(locked.locked().value()).isEqualTo("123");
    assertThat(locked.byProvider())
        .extracting(Collateral.OfProvider::provider, one -> one.locked().value())
        .containsExactly(tuple("f01000", "120"), tuple("f01001", "3"));
  }

  @Test
  void pledgeIsEstimatedOncePerSectorAndIsMoreForVerifiedBytes() {
    claimed("f01000", 7);
    claimed("f01000", 7);
    claimed("f01001", 7);

    Collateral.ProviderPledge pledge = read().providerPledge();

    assertThat(pledge.sectors()).isEqualTo(2);
    assertThat(pledge.estimatedSectors()).isEqualTo(2);
    assertThat(pledge.verifiedBytes()).isEqualTo(3L << 30);
    BigInteger estimate = new BigInteger(Objects.requireNonNull(pledge.estimate()).value());
    BigInteger without = new BigInteger(Objects.requireNonNull(pledge.withoutVerified()).value());
    assertThat(estimate)
        .isEqualTo(
            chain
                .initialPledge(518_400, SECTOR, 2L << 30)
                .plus(chain.initialPledge(518_400, SECTOR, 1L << 30))
                .atto());
    assertThat(estimate).isGreaterThan(without);
  }

  @Test
  void withoutDealsThereIsNothingOfProviders() {
    assertThat(read().providerCollateral().deals()).isZero();
    assertThat(read().providerPledge().sectors()).isZero();
    assertThat(read().clientEscrow().wallet()).isEqualTo(Rows.WALLET);
  }

  private Collateral read() {
    return new ReadCollateral(chain, jdbc).of(Rows.WALLET);
  }

  private void f05(String provider, String state, @Nullable Integer id, long locked) {
    jdbc.sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs,
              proposal_key, chain_deal_id, provider_collateral)
            values (:id, :piece, :provider, :wallet, 'mk12', false, :state, 518400, :id, :deal, :locked)
            """)
        .param("id", IdKind.DEAL.next())
        .param("piece", Rows.piece(jdbc, ++pieces))
        .param("provider", provider)
        .param("wallet", Rows.WALLET)
        .param("state", state)
        .param("deal", id)
        .param("locked", locked)
        .update();
  }

  private void claimed(String provider, long sector) {
    String id = IdKind.DEAL.next();
    jdbc.sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs,
              proposal_key, sector, active_epoch)
            values (?, ?, ?, ?, 'ddo', true, 'active', 518400, ?, ?, 12)
            """)
        .params(id, Rows.piece(jdbc, ++pieces), provider, Rows.WALLET, id, sector)
        .update();
  }
}
