package io.filstore.allinone;

import java.time.Duration;

/**
 * Ctrl-C and SIGTERM stop the system in order. Should a part hang, the process ends nevertheless;
 * the next start finds and stops what was left.
 */
final class StopOnSignal {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private StopOnSignal() {}

  static void register(AutoCloseable system) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system), "stop"));
  }

  private static void stop(AutoCloseable system) {
    Thread stopping = Thread.ofPlatform().daemon().start(() -> close(system));
    try {
      if (!stopping.join(LIMIT)) {
        System.err.println("filstore: some parts did not stop within " + LIMIT.toSeconds() + " s.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable system) {
    try {
      system.close();
    } catch (Exception e) {
      System.err.println("filstore: not everything stopped cleanly: " + e.getMessage());
    }
  }
}
