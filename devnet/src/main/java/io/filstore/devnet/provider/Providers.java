package io.filstore.devnet.provider;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.MinerAddresses;
import io.filstore.devnet.incident.Incidents;
import io.filstore.filecoin.FilAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All providers of the devnet. */
public final class Providers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  private final MinerAddresses addresses;
  private final List<Provider> all = new ArrayList<>();

  public Providers(
      Chain chain, ProviderSettings settings, MinerAddresses addresses, Incidents incidents) {
    this.addresses = addresses;
    int index = 0;
    for (long miner : chain.minerIds()) {
      all.add(new Provider(index++, miner, chain, settings, incidents));
    }
  }

  /** Starts every server; a taken port stops the start with a sentence that names it. */
  public void start() {
    for (Provider provider : all) {
      provider.start(addresses);
      LOG.info("simulated storage provider {} at {}", provider.address(), provider.url());
    }
  }

  public List<Provider> all() {
    return List.copyOf(all);
  }

  public Optional<Provider> find(FilAddress address) {
    return all.stream().filter(p -> p.address().equals(address)).findFirst();
  }

  @Override
  public void close() {
    all.forEach(Provider::close);
  }
}
