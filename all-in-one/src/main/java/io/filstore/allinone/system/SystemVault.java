package io.filstore.allinone.system;

import io.filstore.scheduler.wallet.WalletVault;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The wallets of one state folder: through the database of the running system, or through a
 * database that is started for this alone, while nothing else runs on the folder.
 */
public final class SystemVault implements AutoCloseable {
  private final WalletVault wallets;
  private final Running running;

  private SystemVault(WalletVault wallets, Running running) {
    this.wallets = wallets;
    this.running = running;
  }

  /**
   * Opens it.
   *
   * @throws SystemException with one sentence when the database cannot be had
   */
  public static SystemVault open(SystemOptions options) {
    Secrets secrets = Secrets.loadOrCreate(options.folder().secrets());
    Running running = new Running();
    try {
      Optional<SystemDescription> system = SystemDescription.running(options.folder());
      PGSimpleDataSource database =
          system.isPresent()
              ? running(system.get(), secrets)
              : startDatabase(options, secrets, running);
      return new SystemVault(new WalletVault(database, secrets.keystorePassword()), running);
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  public WalletVault wallets() {
    return wallets;
  }

  @Override
  public void close() {
    running.close();
  }

  private static PGSimpleDataSource running(SystemDescription system, Secrets secrets) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(system.database());
    database.setUser(Database.USER);
    database.setPassword(secrets.databasePassword());
    database.setCurrentSchema("deals");
    return database;
  }

  private static PGSimpleDataSource startDatabase(
      SystemOptions options, Secrets secrets, Running running) {
    StateFolder folder = options.folder();
    running.add(folder.own());
    new OrphanedPostmaster(folder.postgres()).clear();
    Database database =
        Database.start(
            folder.postgres(),
            options.ports().postgres(),
            secrets.databasePassword(),
            folder.logs().resolve("postgres.log"));
    running.add(database);
    database.migrate();
    return database.dataSource();
  }
}
