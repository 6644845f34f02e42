package io.filstore.allinone.system;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Everything in one JVM: the database, then the devnet, then each service in its own context and on
 * its own port, exactly as they run apart from each other.
 */
public final class FilstoreSystem implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FilstoreSystem.class);

  private final SystemOptions options;
  private final Running running = new Running();
  private final ReentrantLock starting = new ReentrantLock();

  private FilstoreSystem(SystemOptions options) {
    this.options = options;
  }

  /** A system that does nothing yet; closing it is safe at any time, also while it starts. */
  public static FilstoreSystem of(SystemOptions options) {
    return new FilstoreSystem(options);
  }

  /**
   * Starts all of it.
   *
   * @throws SystemException with one sentence; what had been started is stopped again
   */
  public static FilstoreSystem start(SystemOptions options) {
    FilstoreSystem system = of(options);
    system.start();
    return system;
  }

  /** Starts all of it, once. */
  public void start() {
    starting.lock();
    try {
      Instant begin = Instant.now();
      run();
      LOG.info("started in {} ms", Duration.between(begin, Instant.now()).toMillis());
    } catch (RuntimeException e) {
      LOG.error("the system did not start", e);
      close();
      throw asOneSentence(e);
    } finally {
      starting.unlock();
    }
  }

  /** The addresses, the process, and where the API key lies. */
  public SystemDescription description() {
    Ports ports = options.ports();
    List<SystemDescription.Service> services = new ArrayList<>();
    units().forEach(unit -> services.add(service(unit.name(), unit.port().applyAsInt(ports))));
    ProcessHandle self = ProcessHandle.current();
    return new SystemDescription(
        self.pid(),
        self.info().startInstant().orElse(Instant.EPOCH),
        options.folder().root().toString(),
        options.folder().logs().toString(),
        options.folder().apiKey().toString(),
        services,
        IntStream.range(0, ports.providers())
            .mapToObj(i -> "http://" + host() + ":" + (ports.firstProvider() + i))
            .toList(),
        "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/filstore",
        Settings.chainRpc(ports, System.getenv()),
        Settings.usesDevnet(System.getenv()));
  }

  /**
   * Stops all of it; during a start, when the part that is just coming up has been stopped, too.
   */
  @Override
  public void close() {
    running.close();
    starting.lock();
    starting.unlock();
  }

  private void run() {
    StateFolder folder = options.folder();
    running.add(folder.own());
    Secrets secrets = Secrets.loadOrCreate(folder.secrets());
    new OrphanedPostmaster(folder.postgres()).clear();
    options.ports().requireFree(options.bindAddress());
    description().write(folder.systemFile());
    running.add(() -> Files.deleteIfExists(folder.systemFile()));

    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
      Map<String, String> settings = settings(secrets);
      if (Settings.usesDevnet(System.getenv())) {
        chain = CompletableFuture.runAsync(() -> start(ServiceUnit.DEVNET, settings), threads);
      }
      startDatabase(secrets);
      chain.join();
      startServices(settings, threads);
    }
  }

  private void startDatabase(Secrets secrets) {
    StateFolder folder = options.folder();
    Database database =
        Database.start(
            folder.postgres(),
            options.ports().postgres(),
            secrets.databasePassword(),
            folder.logs().resolve("postgres.log"));
    running.add(database);
    database.migrate();
  }

  private void startServices(Map<String, String> settings, ExecutorService threads) {
    List<CompletableFuture<Void>> starts =
        ServiceUnit.SERVICES.stream()
            .map(unit -> CompletableFuture.runAsync(() -> start(unit, settings), threads))
            .toList();
    CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
  }

  private void start(ServiceUnit unit, Map<String, String> settings) {
    if (running.isClosed()) {
      return;
    }
    try {
      ConfigurableApplicationContext context = unit.start(settings);
      running.add(context);
    } catch (RuntimeException e) {
      throw new SystemException(
          "The service %s did not start: %s (see %s)."
              .formatted(unit.name(), rootMessage(e), options.folder().logs()),
          e);
    }
  }

  private Map<String, String> settings(Secrets secrets) {
    return Settings.of(options, secrets, Database.url(options.ports().postgres()));
  }

  private List<ServiceUnit> units() {
    List<ServiceUnit> units = new ArrayList<>(ServiceUnit.SERVICES);
    if (Settings.usesDevnet(System.getenv())) {
      units.add(ServiceUnit.DEVNET);
    }
    return units;
  }

  private SystemDescription.Service service(String name, int port) {
    return new SystemDescription.Service(name, URI.create("http://" + host() + ":" + port));
  }

  private String host() {
    return options.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : options.bindAddress();
  }

  private static SystemException asOneSentence(RuntimeException e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof SystemException known
        ? known
        : new SystemException("The system did not start: " + rootMessage(cause) + ".", cause);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
