package io.filstore.simulation;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.filstore.client.chain.Chain;
import io.filstore.client.deal.FakeCurio;
import io.filstore.db.Crashes;
import io.filstore.db.DbConfiguration;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.scheduler.policy.PlanPiece;
import io.filstore.scheduler.proposal.DealStep;
import io.filstore.scheduler.pull.Reserving;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.watcher.faults.LookForFaults;
import io.filstore.watcher.monitor.Watch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The scheduler and the watcher as they are wired in their services, without their clockwork. One
 * for all seeds; a seed brings its own chain.
 */
final class Engine {
  static final List<Long> POOL = List.of(1000L, 1001L, 1002L, 1003L);

  /** Not among the providers of the settings: it gets what it asks for itself. */
  static final long PULLS = 1004;

  static final int REPLICAS = 2;

  /** Epochs before its end from which on a copy counts as ending. */
  static final long EXPIRING = 86_400;

  private static final String PASSWORD = "correct horse battery";

  /** What deals are made of. */
  enum Product {
    DDO,
    MK12
  }

  final Product product;
  final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  final VirtualDatabase database = new VirtualDatabase(clock);
  final Crashes crashes = new Crashes();
  final Map<Long, FakeCurio> servers = new LinkedHashMap<>();
  private final ConfigurableApplicationContext scheduler;
  private final ConfigurableApplicationContext watcher;
  private @Nullable SimChain chain;

  @Configuration(proxyBeanMethods = false)
  @Import(DbConfiguration.class)
  @ComponentScan({
    "io.filstore.scheduler.capability",
    "io.filstore.scheduler.datacap",
    "io.filstore.scheduler.network",
    "io.filstore.scheduler.policy",
    "io.filstore.scheduler.progress",
    "io.filstore.scheduler.proposal",
    "io.filstore.scheduler.provider",
    "io.filstore.scheduler.pull",
    "io.filstore.scheduler.wallet"
  })
  static class Scheduler {}

  @Configuration(proxyBeanMethods = false)
  @Import(DbConfiguration.class)
  @ComponentScan({
    "io.filstore.watcher.chain",
    "io.filstore.watcher.faults",
    "io.filstore.watcher.monitor",
    "io.filstore.watcher.provider"
  })
  @ConfigurationPropertiesScan({
    "io.filstore.watcher.chain",
    "io.filstore.watcher.faults",
    "io.filstore.watcher.monitor",
    "io.filstore.watcher.provider"
  })
  static class Watcher {}

  Engine(Product product) {
    this.product = product;
    POOL.forEach(id -> servers.put(id, FakeCurio.start(clock)));
    servers.put(PULLS, FakeCurio.start(clock));
    scheduler =
        start(
            Scheduler.class,
            "filstore.wallet.keystore-password=" + PASSWORD,
            "filstore.piece.token-key=" + "ab".repeat(32),
            "filstore.deals.replicas=" + REPLICAS,
            "filstore.deals.providers=f01000,f01001,f01002,f01003",
            "filstore.deals.verified-default=" + (product == Product.DDO));
    scheduler.getBean(ClientWallet.class).key();
    watcher =
        start(
            Watcher.class,
            "watcher.chain.rpc=http://127.0.0.1:1/rpc/v1",
            "watcher.chain.network=devnet",
            "watcher.chain.safe-epochs=200",
            "watcher.monitor.expiring-window=" + EXPIRING,
            "watcher.monitor.audit-epochs=2880",
            "watcher.faults.seen-for=1h",
            "watcher.provider.allow-private=true",
            "watcher.provider.keystore-password=" + PASSWORD);
  }

  /** A new deployment on a new chain. */
  void begin(SimChain newChain) {
    chain = newChain;
    crashes.never();
    servers.values().forEach(FakeCurio::reset);
    database.empty();
    database.set(clock);
  }

  <T> T bean(Class<T> type) {
    return scheduler.getBean(type);
  }

  FakeCurio server(long provider) {
    return Objects.requireNonNull(servers.get(provider));
  }

  Map<Long, Integer> ports() {
    Map<Long, Integer> ports = new LinkedHashMap<>();
    servers.forEach((id, server) -> ports.put(id, server.url().getPort()));
    return ports;
  }

  /** Runs a job of the scheduler. */
  void run(String task, String instance) {
    String subject = Jobs.subject(instance);
    if (task.equals(JobName.PLAN.task())) {
      bean(PlanPiece.class).run(subject);
    } else if (task.equals(JobName.DEAL.task())) {
      bean(DealStep.class).run(subject);
    } else {
      throw new IllegalStateException("nobody here runs the job " + task);
    }
  }

  /** A provider asks for a piece; whether a deal was made. */
  boolean reserve(String piece, long provider) {
    return new Reserving(scheduler).reserve(piece, "f0" + provider);
  }

  /** One look of the watcher at the chain. */
  void look() {
    watcher.getBean(Watch.class).poll();
  }

  /** One look at the sectors of proven deals. */
  void lookAtSectors() {
    watcher.getBean(LookForFaults.class).run();
  }

  /** One round of questions to the providers. */
  void askProviders() {
    Task<?> task = watcher.getBean("askProvidersTask", Task.class);
    execute(task);
  }

  /** The round is all that the task does; what db-scheduler hands in beside it is not looked at. */
  private static <T> void execute(Task<T> task) {
    var _ = task.execute(new TaskInstance<>(task.getName(), "simulation"), null);
  }

  private ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
    return new SpringApplicationBuilder(configuration)
        .web(WebApplicationType.NONE)
        .properties("spring.main.banner-mode=off", "logging.level.root=error")
        .properties("spring.config.name=simulation")
        .properties(properties)
        .initializers(context -> register((GenericApplicationContext) context))
        .run();
  }

  private void register(GenericApplicationContext beans) {
    DataSource source = database.dataSource();
    beans.registerBean(Clock.class, () -> clock);
    beans.registerBean(DataSource.class, () -> source);
    beans.registerBean(JdbcClient.class, database::jdbc);
    beans.registerBean(
        PlatformTransactionManager.class,
        () -> crashes.around(new DataSourceTransactionManager(source)));
    beans.registerBean(Chain.class, () -> crashes.around(Chain.class, current(this::chain)));
  }

  private SimChain chain() {
    SimChain current = chain;
    if (current == null) {
      throw new IllegalStateException("no seed has begun");
    }
    return current;
  }

  /** The chain of the seed that is running. */
  private static Chain current(Supplier<SimChain> chain) {
    Object proxy =
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (self, method, arguments) -> {
              try {
                return method.invoke(chain.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
    return (Chain) proxy;
  }
}
