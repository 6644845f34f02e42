package io.filstore.scheduler.funds;

import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.scheduler.problem.RequestRefused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Money and collateral for other services, asked of the chain each time. */
@RestController
class FundsController {

  private final Wallets wallets;
  private final Chain chain;
  private final DatacapLedger ledger;
  private final ReadCollateral collateral;

  FundsController(Wallets wallets, Chain chain, DatacapLedger ledger, JdbcClient jdbc) {
    this.wallets = wallets;
    this.chain = chain;
    this.ledger = ledger;
    this.collateral = new ReadCollateral(chain, jdbc);
  }

  @GetMapping("/internal/wallets/{address}/balances")
  Balances balances(@PathVariable String address) {
    return Balances.read(known(wallets.find(address)), chain, ledger);
  }

  @GetMapping("/internal/collateral")
  Collateral collateral(@RequestParam(required = false) @Nullable String wallet) {
    return collateral.of(known(wallet == null ? wallets.defaultWallet() : wallets.find(wallet)));
  }

  private static String known(Optional<Wallet> wallet) {
    return wallet
        .orElseThrow(() -> RequestRefused.notFound("wallet", "with this address"))
        .address();
  }
}
