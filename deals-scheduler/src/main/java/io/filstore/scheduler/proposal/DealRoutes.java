package io.filstore.scheduler.proposal;

import io.filstore.client.deal.Route;
import io.filstore.client.deal.Transport;
import io.filstore.client.deal.Transports;
import io.filstore.db.chain.Provider;
import io.filstore.db.deal.Deal;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;

/** The way that a deal's offer takes, from its row and what is known of its provider now. */
final class DealRoutes {

  private final Transports transports;
  private final ProviderDirectory directory;
  private final ClientWallet wallet;

  DealRoutes(Transports transports, ProviderDirectory directory, ClientWallet wallet) {
    this.transports = transports;
    this.directory = directory;
    this.wallet = wallet;
  }

  /** The way; closed with what the provider's own row says where it says something. */
  Route of(Deal deal) {
    Provider provider = directory.current(deal.provider(), wallet.of(deal.wallet()));
    Transport transport = Transport.of(deal.transport());
    Route route = transports.route(deal.provider(), transport, deal.product(), provider.baseUrl());
    boolean said = transport == Transport.CURIO && provider.lastError() != null;
    return route instanceof Route.Closed && said
        ? new Route.Closed(String.valueOf(provider.lastError()))
        : route;
  }
}
