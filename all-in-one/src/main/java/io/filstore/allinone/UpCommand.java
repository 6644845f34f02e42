package io.filstore.allinone;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Starts the system, says where it is, and stays until a signal comes. */
final class UpCommand {
  private final SystemOptions options;
  private final PrintStream out = System.out;

  UpCommand(SystemOptions options) {
    this.options = options;
  }

  int run() {
    long begin = System.nanoTime();
    FilstoreSystem system = FilstoreSystem.of(options);
    StopOnSignal.register(system);
    system.start();
    print(system.description(), (System.nanoTime() - begin) / 1_000_000_000.0);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted.", e);
    }
    return 0;
  }

  private void print(SystemDescription system, double seconds) {
    out.printf("Filstore Deals is up after %.1f s.%n%n", seconds);
    for (SystemDescription.Service service : system.services()) {
      out.printf("  %-16s %s%n", service.name(), service.address());
    }
    system.providers().forEach(address -> out.printf("  %-16s %s%n", "provider", address));
    out.printf("  %-16s %s%n%n", "PostgreSQL", system.database());
    out.printf("  API key          %s%n", system.apiKey());
    out.printf("                   (kept in %s)%n", system.apiKeyFile());
    out.printf("  logs             %s%n%n", system.logFolder());
    out.println("Chain and providers are a simulator unless FILECOIN_NETWORK says otherwise.");
    out.println("Ctrl-C or './filstore down' stops all of it.");
    out.flush();
  }
}
