package io.filstore.scheduler.funds;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.MarketBalance;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one wallet holds.
 *
 * @param actorId number of its f0 address; absent until the chain has seen it
 * @param fil spendable balance
 * @param market escrow in f05, of it locked for deals, and the rest
 * @param datacap bytes on chain, reserved for our deals, and spent by them
 */
record Balances(String wallet, @Nullable Long actorId, Amount fil, Market market, Datacap datacap) {

  record Market(Amount escrow, Amount locked, Amount available) {
    static Market of(MarketBalance balance) {
      return new Market(
          Amount.of(balance.escrow()), Amount.of(balance.locked()), Amount.of(balance.available()));
    }
  }

  record Datacap(BigInteger onChain, long reserved, BigInteger spendable, long spent) {}

  static Balances read(String wallet, Chain chain, DatacapLedger ledger) {
    FilAddress address = FilAddress.parse(wallet);
    BigInteger onChain = chain.verifiedClientStatus(address).orElse(BigInteger.ZERO);
    long reserved = ledger.reserved(wallet);
    return new Balances(
        wallet,
        chain.lookupId(address).map(FilAddress::actorId).orElse(null),
        Amount.of(chain.balance(address)),
        Market.of(chain.marketBalance(address)),
        new Datacap(
            onChain,
            reserved,
            onChain.subtract(BigInteger.valueOf(reserved)).max(BigInteger.ZERO),
            ledger.spent(wallet)));
  }
}
