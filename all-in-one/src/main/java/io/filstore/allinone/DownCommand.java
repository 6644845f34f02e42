package io.filstore.allinone;

import io.filstore.allinone.system.StateFolder;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops the running system of a folder and waits until it is gone. */
final class DownCommand {
  private static final int LIMIT_SECONDS = 60;

  private final StateFolder folder;

  DownCommand(StateFolder folder) {
    this.folder = folder;
  }

  int run() {
    Optional<ProcessHandle> process =
        SystemDescription.running(folder).flatMap(SystemDescription::process);
    if (process.isEmpty()) {
      System.out.println("Nothing runs on " + folder.root() + ".");
      return 0;
    }
    process.get().destroy();
    awaitEnd(process.get());
    System.out.println("Stopped.");
    return 0;
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new SystemException(
          "Process %d has not stopped after %d s.".formatted(process.pid(), LIMIT_SECONDS), e);
    } catch (ExecutionException e) {
      throw new SystemException("Process " + process.pid() + " cannot be watched.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted.", e);
    }
  }
}
