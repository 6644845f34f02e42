package io.filstore.scheduler.wallet;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainException;
import io.filstore.client.chain.MarketBalance;
import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /internal/wallets}: address, money, escrow and the DataCap ledger, for other services.
 */
@RestController
class WalletController {

  private final Wallets wallets;
  private final DatacapLedger ledger;
  private final Chain chain;

  WalletController(Wallets wallets, DatacapLedger ledger, Chain chain) {
    this.wallets = wallets;
    this.ledger = ledger;
    this.chain = chain;
  }

  record WalletList(List<WalletView> data) {}

  @GetMapping("/internal/wallets")
  WalletList list() {
    return new WalletList(wallets.all().stream().map(this::view).toList());
  }

  private WalletView view(Wallet wallet) {
    long reserved = ledger.reserved(wallet.address());
    long spent = ledger.spent(wallet.address());
    try {
      return withChain(wallet, reserved, spent);
    } catch (ChainException e) {
      WalletView.Datacap own = new WalletView.Datacap(null, reserved, null, spent);
      return new WalletView(
          wallet.address(), wallet.actorId(), null, null, own, String.valueOf(e.getMessage()));
    }
  }

  private WalletView withChain(Wallet wallet, long reserved, long spent) {
    FilAddress address = FilAddress.parse(wallet.address());
    MarketBalance market = chain.marketBalance(address);
    BigInteger onChain = chain.verifiedClientStatus(address).orElse(BigInteger.ZERO);
    BigInteger spendable = onChain.subtract(BigInteger.valueOf(reserved)).max(BigInteger.ZERO);
    return new WalletView(
        wallet.address(),
        chain.lookupId(address).map(FilAddress::actorId).orElse(null),
        WalletView.Amount.of(chain.balance(address)),
        new WalletView.Market(
            WalletView.Amount.of(market.escrow()),
            WalletView.Amount.of(market.locked()),
            WalletView.Amount.of(market.available())),
        new WalletView.Datacap(onChain, reserved, spendable, spent),
        null);
  }
}
