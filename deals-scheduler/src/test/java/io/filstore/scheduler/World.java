package io.filstore.scheduler;

import io.filstore.car.CarWriter;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.chain.LotusChain;
import io.filstore.client.chain.MinerInfo;
import io.filstore.client.deal.FakeCurio;
import io.filstore.db.Crashes;
import io.filstore.db.DbConfiguration;
import io.filstore.db.TestDatabase;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Keystore;
import io.filstore.filecoin.Multiaddr;
import io.filstore.filecoin.QuickKeystore;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.scheduler.datacap.ReclaimDatacap;
import io.filstore.scheduler.policy.PlanPiece;
import io.filstore.scheduler.proposal.DealStep;
import io.filstore.scheduler.wallet.ClientWallet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A scheduler without its clockwork: tests run the jobs one by one, in a world that they can break.
 */
public final class World implements AutoCloseable {

  public static final long PADDED = 2048;
  private static final int RAW = 1500;

  private static final String PASSWORD = "correct horse battery";

  private static final String PAYLOAD =
      "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

  public final Devnet devnet;
  final FakeCurio first = FakeCurio.start(Clock.systemUTC());
  final FakeCurio second = FakeCurio.start(Clock.systemUTC());
  final Crashes crashes = new Crashes();
  final JdbcClient jdbc;
  final Chain chain;
  private final ConfigurableApplicationContext context;
  private volatile boolean cut;
  private volatile @Nullable Before before;
  private final SecureRandom random = new SecureRandom();

  /** What happens just before the chain is asked; a result that is not null replaces the answer. */
  @FunctionalInterface
  interface Before {
    @Nullable Object call(String method, Object[] arguments);
  }

  @Configuration(proxyBeanMethods = false)
  @Import(DbConfiguration.class)
  @ComponentScan({
    "io.filstore.scheduler.capability",
    "io.filstore.scheduler.datacap",
    "io.filstore.scheduler.funds",
    "io.filstore.scheduler.network",
    "io.filstore.scheduler.policy",
    "io.filstore.scheduler.progress",
    "io.filstore.scheduler.proposal",
    "io.filstore.scheduler.provider",
    "io.filstore.scheduler.pull",
    "io.filstore.scheduler.wallet"
  })
  static class Scheduler {}

  public World(String... properties) {
    this(DevnetOptions.manualTicks(), devnet -> List.of(properties));
  }

  /** With settings that name the devnet. */
  World(DevnetOptions options, Function<Devnet, List<String>> properties) {
    devnet = Devnet.start(options.with("devnet.finality", "1").with("logging.level.root", "warn"));
    TestDatabase database = TestDatabase.fresh();
    jdbc = database.jdbc();
    chain = atOurProviders(LotusChain.connect(devnet.lotusUrl().toString(), null));
    context =
        new SpringApplicationBuilder(Scheduler.class)
            .web(WebApplicationType.NONE)
            .properties(
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "filstore.wallet.keystore-password=" + PASSWORD,
                "filstore.piece.token-key=" + "ab".repeat(32))
            .initializers(c -> register((GenericApplicationContext) c, database.dataSource()))
            .run(properties.apply(devnet).toArray(String[]::new));
    devnet.tick(3);
  }

  private void register(GenericApplicationContext beans, DataSource dataSource) {
    beans.registerBean(DataSource.class, () -> dataSource);
    beans.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
    beans.registerBean(
        PlatformTransactionManager.class,
        () -> crashes.around(new DataSourceTransactionManager(dataSource)));
    beans.registerBean(Chain.class, () -> crashes.around(Chain.class, chain));
    beans.registerBean(
        "quickKeystore",
        Keystore.class,
        () -> QuickKeystore.under(PASSWORD),
        definition -> definition.setPrimary(true));
  }

  /** The devnet's chain, whose miners live at the providers of this test. */
  private Chain atOurProviders(Chain real) {
    Object proxy =
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (self, method, arguments) -> {
              if (cut) {
                throw new ChainUnavailable("the line is cut");
              }
              Before first = before;
              @Nullable Object instead =
                  first == null || arguments == null
                      ? null
                      : first.call(method.getName(), arguments);
              if (instead != null) {
                return instead;
              }
              try {
                @Nullable Object result = method.invoke(real, arguments);
                return method.getName().equals("minerInfo")
                    ? moved((MinerInfo) result, (FilAddress) arguments[0])
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
    return (Chain) proxy;
  }

  private MinerInfo moved(MinerInfo info, FilAddress miner) {
    FakeCurio home = miner.actorId() == 1000 ? first : second;
    Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + home.url().getPort() + "/ws");
    return new MinerInfo(
        info.owner(), info.worker(), info.peerId(), List.of(address), info.sectorSize());
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  FilAddress wallet() {
    return bean(ClientWallet.class).address();
  }

  /** Nobody answers for the chain. */
  void cutChain(boolean silent) {
    cut = silent;
  }

  void before(@Nullable Before what) {
    before = what;
  }

  public void fund(long fil, long dataCap) {
    devnet.faucet(wallet(), fil, dataCap);
    devnet.tick(2);
  }

  /** A packed piece with its plan job, as data-prep leaves it. */
  public String piece() {
    byte[] root = new byte[32];
    random.nextBytes(root);
    root[31] &= 0x3f;
    return packed(PieceCid.v1(root).toString(), PieceCid.v2(root, RAW).toString(), PAYLOAD);
  }

  /** The same with a CAR of one block in the folder that stands for the CAR store. */
  String pieceIn(Path folder) {
    byte[] block = new byte[RAW - 100];
    random.nextBytes(block);
    Cid cid = Cid.v1(Cid.RAW, Multihash.sha256(block));
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    try {
      new CarWriter(car, cid).block(cid, block, 0, block.length);
      CommP commP = new CommP();
      commP.update(car.toByteArray(), 0, car.size());
      PieceCommitment piece = commP.finish();
      Files.write(folder.resolve(piece.v1() + ".car"), car.toByteArray());
      return packed(piece.v1().toString(), piece.v2().toString(), cid.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String packed(String v1, String v2, String root) {
    Pieces pieces = bean(Pieces.class);
    pieces.add(v1, v2, RAW, PADDED, root);
    pieces.addCar(IdKind.CAR.next(), v1, root, "test", RAW, 1, v1 + ".car");
    bean(Jobs.class).enqueue(JobName.PLAN, v1);
    return v1;
  }

  List<Deal> deals(String piece) {
    return bean(Deals.class).ofPiece(piece);
  }

  /**
   * Runs due and future jobs one by one, a tick after each, until none is left or the number is
   * used up; crashes stop nothing.
   */
  public void run(int steps) {
    for (int i = 0; i < steps; i++) {
      Optional<Job> next = nextJob();
      if (next.isEmpty()) {
        return;
      }
      picked(next.get(), true);
      try {
        run(next.get());
        finished(next.get());
      } catch (Crashes.Crash crash) {
        picked(next.get(), false);
      }
      devnet.tick();
    }
  }

  record Job(String name, String instance) {}

  Optional<Job> nextJob() {
    return jdbc.sql(
            "select task_name, task_instance from scheduled_tasks order by execution_time, task_instance limit 1")
        .query((row, n) -> new Job(row.getString(1), row.getString(2)))
        .optional();
  }

  List<Job> jobs() {
    return jdbc.sql("select task_name, task_instance from scheduled_tasks order by execution_time")
        .query((row, n) -> new Job(row.getString(1), row.getString(2)))
        .list();
  }

  void run(Job job) {
    String subject = Jobs.subject(job.instance());
    if (job.name().equals(JobName.PLAN.task())) {
      bean(PlanPiece.class).run(subject);
    } else if (job.name().equals(JobName.RECLAIM.task())) {
      bean(ReclaimDatacap.class).run(subject);
    } else {
      bean(DealStep.class).run(subject);
    }
  }

  /** As db-scheduler marks what runs, and unmarks what has died. */
  void picked(Job job, boolean running) {
    jdbc.sql("update scheduled_tasks set picked = ? where task_name = ? and task_instance = ?")
        .params(running, job.name(), job.instance())
        .update();
  }

  void finished(Job job) {
    jdbc.sql("delete from scheduled_tasks where task_name = ? and task_instance = ?")
        .params(job.name(), job.instance())
        .update();
  }

  /** Allocations of our wallet for the piece by provider, from the chain. */
  Map<Long, Long> allocations(String piece) {
    Map<Long, Long> byProvider = new LinkedHashMap<>();
    chain
        .allocations(wallet())
        .values()
        .forEach(a -> {
          if (a.data().toString().equals(piece)) {
            byProvider.merge(a.provider(), 1L, Long::sum);
          }
        });
    return byProvider;
  }

  long messages() {
    return jdbc.sql("select count(*) from chain_message").query(Long.class).single();
  }

  @Override
  public void close() {
    context.close();
    first.close();
    second.close();
    devnet.close();
  }
}
