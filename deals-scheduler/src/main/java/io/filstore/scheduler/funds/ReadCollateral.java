package io.filstore.scheduler.funds;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainException;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@link Collateral} from our deals and the chain. */
final class ReadCollateral {

  private static final int KINDS = 100;

  private final Chain chain;
  private final JdbcClient jdbc;

  ReadCollateral(Chain chain, JdbcClient jdbc) {
    this.chain = chain;
    this.jdbc = jdbc;
  }

  Collateral of(String wallet) {
    return new Collateral(
        new Collateral.ClientEscrow(
            wallet, Balances.Market.of(chain.marketBalance(FilAddress.parse(wallet)))),
        ofDeals(wallet),
        pledge(wallet));
  }

  private Collateral.ProviderCollateral ofDeals(String wallet) {
    List<Collateral.OfProvider> all =
        jdbc.sql(
                """
                select provider, count(*) as deals, sum(provider_collateral) as locked from deal
                where wallet = ? and product = 'mk12' and chain_deal_id is not null
                  and state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed')
                group by provider order by provider
                """)
            .param(wallet)
            .query((row, number) ->
                new Collateral.OfProvider(
                    row.getString("provider"),
                    row.getLong("deals"),
                    Amount.of(row.getBigDecimal("locked").toBigIntegerExact())))
            .list();
    BigInteger locked =
        all.stream()
            .map(one -> new BigInteger(one.locked().value()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    long deals = all.stream().mapToLong(Collateral.OfProvider::deals).sum();
    return new Collateral.ProviderCollateral(deals, Amount.of(locked), all);
  }

  /** What decides a sector's pledge. */
  private record Kind(long lifetime, long sectorSize, long verifiedBytes) {}

  private Collateral.ProviderPledge pledge(String wallet) {
    Map<Kind, Long> sectors = sectors(wallet);
    long all = sectors.values().stream().mapToLong(Long::longValue).sum();
    long bytes =
        sectors.entrySet().stream()
            .mapToLong(one -> one.getKey().verifiedBytes() * one.getValue())
            .sum();
    long estimated = 0;
    AttoFil estimate = AttoFil.ZERO;
    AttoFil without = AttoFil.ZERO;
    try {
      for (Map.Entry<Kind, Long> one : sectors.entrySet().stream().limit(KINDS).toList()) {
        Kind kind = one.getKey();
        estimated += one.getValue();
        estimate = estimate.plus(pledge(kind, kind.verifiedBytes()).times(one.getValue()));
        without = without.plus(pledge(kind, 0).times(one.getValue()));
      }
    } catch (ChainException e) {
      return new Collateral.ProviderPledge(all, 0, bytes, null, null);
    }
    return new Collateral.ProviderPledge(
        all, estimated, bytes, Amount.of(estimate), Amount.of(without));
  }

  private AttoFil pledge(Kind kind, long verified) {
    return chain.initialPledge(kind.lifetime(), kind.sectorSize(), verified);
  }

  private Map<Kind, Long> sectors(String wallet) {
    Map<Kind, Long> counted = new LinkedHashMap<>();
    jdbc.sql(
            """
            select max(d.duration_epochs) as lifetime, v.sector_size, sum(p.padded_size) as bytes
            from deal d join piece p on p.piece_cid = d.piece_cid join provider v on v.id = d.provider
            where d.wallet = ? and d.verified and d.sector is not null and d.active_epoch is not null
              and v.sector_size is not null and d.state in ('active', 'expiring', 'faulted')
            group by d.provider, d.sector, v.sector_size order by d.provider, d.sector
            """)
        .param(wallet)
        .query((row, number) ->
            new Kind(
                row.getLong("lifetime"),
                row.getLong("sector_size"),
                Math.min(row.getLong("bytes"), row.getLong("sector_size"))))
        .list()
        .forEach(kind -> counted.merge(kind, 1L, Long::sum));
    return counted;
  }
}
