package io.filstore.client.deal;

import io.filstore.client.chain.MinerInfo;
import io.filstore.filecoin.Multiaddr;
import io.filstore.net.PublicAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Dns;

/**
 * Where providers live, and which of their addresses may be called. A provider writes its own
 * address onto the chain, so it could point us at our own network: unless private addresses are
 * allowed, only public ones are called.
 */
public final class ProviderAddresses {

  private final boolean privateAllowed;

  private ProviderAddresses(boolean privateAllowed) {
    this.privateAllowed = privateAllowed;
  }

  /** Only public addresses. */
  public static ProviderAddresses publicOnly() {
    return new ProviderAddresses(false);
  }

  /**
   * Any address: for a devnet on this machine, or for an operator whose providers are in the house.
   */
  public static ProviderAddresses any() {
    return new ProviderAddresses(true);
  }

  /**
   * The first multiaddr that names an HTTP server; a bare ip4/tcp address is an old libp2p market
   * and gives none.
   */
  public static Optional<URI> baseUrl(MinerInfo miner) {
    return miner.multiaddrs().stream()
        .map(Multiaddr::httpBase)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Resolves the host of a provider's URL.
   *
   * @throws UnknownHostException when it does not resolve, or resolves to an address that must not
   *     be called
   */
  public void check(URI provider) throws UnknownHostException {
    String scheme = String.valueOf(provider.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new UnknownHostException("provider URL " + provider + " is neither http nor https");
    }
    if (provider.getHost() == null || provider.getUserInfo() != null) {
      throw new UnknownHostException("provider URL " + provider + " must name a host and no user");
    }
    lookup(provider.getHost());
  }

  /**
   * Name resolution for okhttp that refuses what {@link #check} refuses, at the moment of dialling.
   */
  public Dns dns() {
    return this::lookup;
  }

  private List<InetAddress> lookup(String host) throws UnknownHostException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    List<InetAddress> addresses = List.of(InetAddress.getAllByName(bare));
    for (InetAddress address : addresses) {
      if (!privateAllowed && !PublicAddresses.isPublic(address)) {
        throw new UnknownHostException(
            "provider host "
                + host
                + " is at "
                + address.getHostAddress()
                + ", not a public address");
      }
    }
    return addresses;
  }
}
