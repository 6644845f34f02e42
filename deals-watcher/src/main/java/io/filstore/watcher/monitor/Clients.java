package io.filstore.watcher.monitor;

import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import java.util.HashMap;
import java.util.Map;

/** The id addresses of our wallets, which is how the chain's actors name them. */
final class Clients {
  private final Chain chain;
  private final Wallets wallets;

  Clients(Chain chain, Wallets wallets) {
    this.chain = chain;
    this.wallets = wallets;
  }

  /** By key address; a wallet that the chain has never seen is left out. */
  Map<String, FilAddress> byAddress() {
    Map<String, FilAddress> ids = new HashMap<>();
    for (Wallet wallet : wallets.all()) {
      Long known = wallet.actorId();
      if (known != null) {
        ids.put(wallet.address(), FilAddress.id(known));
      } else {
        chain
            .lookupId(FilAddress.parse(wallet.address()))
            .ifPresent(id -> ids.put(wallet.address(), remember(wallet, id)));
      }
    }
    return ids;
  }

  private FilAddress remember(Wallet wallet, FilAddress id) {
    wallets.actorIdIs(wallet.address(), id.actorId());
    return id;
  }
}
