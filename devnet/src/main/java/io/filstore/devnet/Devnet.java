package io.filstore.devnet;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.Drop;
import io.filstore.devnet.incident.Incident;
import io.filstore.devnet.incident.Incidents;
import io.filstore.devnet.provider.Fault;
import io.filstore.devnet.provider.Provider;
import io.filstore.devnet.provider.Providers;
import io.filstore.devnet.rpc.NodeFault;
import io.filstore.devnet.rpc.NodeFaults;
import io.filstore.filecoin.FilAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A devnet inside the calling process, for tests: {@code try (Devnet devnet =
 * Devnet.start(DevnetOptions.manualTicks())) { ... }}. It serves over real sockets, so that what is
 * tested against it is what talks to a real network.
 */
public final class Devnet implements AutoCloseable {
  private static final BigInteger ATTO_PER_FIL = BigInteger.TEN.pow(18);

  private final ConfigurableApplicationContext context;
  private final Optional<Path> temporary;

  private Devnet(ConfigurableApplicationContext context, Optional<Path> temporary) {
    this.context = context;
    this.temporary = temporary;
  }

  /** Starts a devnet; when this returns, it answers. */
  public static Devnet start(DevnetOptions options) {
    Optional<Path> temporary = options.dir().isPresent() ? Optional.empty() : temporaryFolder();
    Path dir = options.dir().or(() -> temporary).orElseThrow();
    DevnetOptions complete = options.with("devnet.dir", dir.toString());
    String[] arguments =
        complete.properties().entrySet().stream()
            .map(e -> "--" + e.getKey() + "=" + e.getValue())
            .toArray(String[]::new);
    return new Devnet(DevnetApplication.builder().run(arguments), temporary);
  }

  private static Optional<Path> temporaryFolder() {
    try {
      return Optional.of(Files.createTempDirectory("devnet"));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for a devnet", e);
    }
  }

  /** Base of the HTTP interface, without a slash at the end. */
  public URI baseUrl() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The JSON-RPC endpoint, {@code http://127.0.0.1:<port>/rpc/v1}. */
  public URI lotusUrl() {
    return baseUrl().resolve("/rpc/v1");
  }

  /** The snapshot of all deals. */
  public URI snapshotUrl() {
    return baseUrl().resolve("/StateMarketDeals.json.zst");
  }

  /** Actor addresses of the providers, f01000 onwards. */
  public List<FilAddress> providers() {
    return chain().minerIds().stream().map(FilAddress::id).toList();
  }

  /** Base URL of a provider, without a slash at the end. */
  public URI providerUrl(FilAddress provider) {
    return provider(provider).url();
  }

  private Provider provider(FilAddress address) {
    return context
        .getBean(Providers.class)
        .find(address)
        .orElseThrow(() -> new IllegalArgumentException("the devnet has no provider " + address));
  }

  /** Makes something go wrong at a provider. */
  public void fault(FilAddress provider, Fault fault) {
    provider(provider).fault(fault);
  }

  /** Ends the faults of a provider; one that was unreachable is back on its old port. */
  public void clearFaults(FilAddress provider) {
    provider(provider).clearFaults();
  }

  /** Makes something go wrong at the node. */
  public void fault(NodeFault fault) {
    context.getBean(NodeFaults.class).order(fault, height());
  }

  /** Ends the faults of the node. */
  public void clearNodeFaults() {
    context.getBean(NodeFaults.class).clear();
  }

  /** Replaces the last tipsets, and waits until everybody has heard of it. */
  public void reorganise(int depth, Drop drop) {
    chain().reorganise(depth, drop);
    chain().awaitAnnounced();
  }

  /** Lets the next rounds pass without a tipset. */
  public void skipRounds(int count) {
    chain().skipRounds(count);
  }

  /** What was made to go wrong so far. */
  public List<Incident> incidents() {
    return context.getBean(Incidents.class).after(0);
  }

  /** Makes tipsets, and waits until the providers have done what follows from each. */
  public long tick(int n) {
    for (int i = 0; i < n; i++) {
      chain().tick();
      chain().awaitAnnounced();
    }
    return height();
  }

  /** Makes one tipset. */
  public long tick() {
    return tick(1);
  }

  public long height() {
    return chain().head().height();
  }

  /** Gives whole FIL and bytes of DataCap to a key address. */
  public void faucet(FilAddress to, long fil, long dataCapBytes) {
    chain()
        .grant(
            to, BigInteger.valueOf(fil).multiply(ATTO_PER_FIL), BigInteger.valueOf(dataCapBytes));
  }

  /** Ends a sector early, with its deals and claims. */
  public void terminate(FilAddress provider, long sector) {
    chain().terminate(provider.actorId(), sector);
  }

  /** The proof of a sector is missed from now on. */
  public void faultSector(FilAddress provider, long sector) {
    chain().sectorFault(provider.actorId(), sector, true);
  }

  /** The proof of a faulty sector is made good. */
  public void recoverSector(FilAddress provider, long sector) {
    chain().sectorFault(provider.actorId(), sector, false);
  }

  /** The chain itself, for assertions. */
  public Chain chain() {
    return context.getBean(Chain.class);
  }

  /** Folder of the state. */
  public Path dir() {
    return chain().settings().dir();
  }

  @Override
  public void close() {
    context.close();
    temporary.ifPresent(Devnet::delete);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
