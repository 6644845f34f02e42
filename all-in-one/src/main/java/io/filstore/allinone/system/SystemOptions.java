package io.filstore.allinone.system;

import java.nio.file.Path;
import java.util.Map;

/**
 * What one system is started with.
 *
 * @param folder where its state lies
 * @param bindAddress what the services listen on; the database always stays on loopback
 * @param ports the port of each part
 * @param settings further settings of the services by their documented names, for instance {@code
 *     DEAL_REPLICAS}; they win over the environment
 */
public record SystemOptions(
    StateFolder folder, String bindAddress, Ports ports, Map<String, String> settings) {
  public SystemOptions {
    settings = Map.copyOf(settings);
  }

  /** The user's own system: ports and folder as the environment says, else the defaults. */
  public static SystemOptions fromEnvironment(Map<String, String> environment) {
    String data = environment.getOrDefault("FILSTORE_DATA_DIR", "");
    String bind = environment.getOrDefault("FILSTORE_BIND_ADDRESS", "");
    return new SystemOptions(
        new StateFolder(Path.of(data.isBlank() ? "data" : data)),
        bind.isBlank() ? "127.0.0.1" : bind,
        Ports.from(environment),
        Map.of());
  }

  /** A system beside any other: free ports, its own folder. */
  public static SystemOptions isolated(Path folder, Map<String, String> settings) {
    return new SystemOptions(new StateFolder(folder), "127.0.0.1", Ports.free(), settings);
  }
}
