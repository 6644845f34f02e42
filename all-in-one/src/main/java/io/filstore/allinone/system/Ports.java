package io.filstore.allinone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The port of each part of the system; all of them are checked before anything starts.
 *
 * @param firstProvider of the devnet; the others follow on the next ports
 * @param providers how many storage providers the devnet has
 */
public record Ports(
    int gateway,
    int dataPrep,
    int scheduler,
    int watcher,
    int retrieval,
    int devnet,
    int firstProvider,
    int providers,
    int postgres) {

  /**
   * The devnet runs this many providers on neighbouring ports, beginning at {@code firstProvider}.
   */
  static final int PROVIDERS = 2;

  /** One port, what listens on it, and the variable that moves it. */
  record Use(String part, String variable, int port) {}

  static Ports from(Map<String, String> environment) {
    return new Ports(
        port(environment, "GATEWAY_PORT", 17400),
        port(environment, "DATA_PREP_PORT", 17401),
        port(environment, "SCHEDULER_PORT", 17402),
        port(environment, "WATCHER_PORT", 17403),
        port(environment, "RETRIEVAL_PORT", 17404),
        port(environment, "DEVNET_PORT", 17410),
        port(environment, "DEVNET_PROVIDER_PORT", 17411),
        providers(environment),
        port(environment, "POSTGRES_PORT", 17432));
  }

  /** Ports that nothing listens on now, for tests that run beside each other. */
  public static Ports free() {
    return free(PROVIDERS);
  }

  /** The same for another number of providers. */
  public static Ports free(int providers) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      int[] ports = new int[7];
      for (int i = 0; i < ports.length; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports[i] = socket.getLocalPort();
      }
      int first = freeRun(held, providers);
      return new Ports(
          ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], first, providers, ports[6]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  /** The same with another number of providers. */
  public Ports withProviders(int count) {
    return new Ports(
        gateway, dataPrep, scheduler, watcher, retrieval, devnet, firstProvider, count, postgres);
  }

  /** The same ports as the variables that set them. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    uses().reversed().forEach(use -> variables.put(use.variable(), Integer.toString(use.port())));
    variables.put("DEVNET_PROVIDERS", Integer.toString(providers));
    return variables;
  }

  List<Use> uses() {
    List<Use> uses =
        new ArrayList<>(
            List.of(
                new Use("gateway", "GATEWAY_PORT", gateway),
                new Use("data-prep", "DATA_PREP_PORT", dataPrep),
                new Use("deals-scheduler", "SCHEDULER_PORT", scheduler),
                new Use("deals-watcher", "WATCHER_PORT", watcher),
                new Use("retrieval", "RETRIEVAL_PORT", retrieval),
                new Use("devnet", "DEVNET_PORT", devnet)));
    for (int i = 0; i < providers; i++) {
      uses.add(new Use("devnet provider " + (i + 1), "DEVNET_PROVIDER_PORT", firstProvider + i));
    }
    uses.add(new Use("PostgreSQL", "POSTGRES_PORT", postgres));
    return uses;
  }

  /**
   * Binds each port once and lets it go again.
   *
   * @throws SystemException naming the first port that is taken, its part and its variable
   */
  void requireFree(String bindAddress) {
    for (Use use : uses()) {
      String address = use.port() == postgres ? "127.0.0.1" : bindAddress;
      if (!isFree(address, use.port())) {
        throw new SystemException(
            "Port %d (%s) is already in use on %s: stop the other program or set %s to a free port."
                .formatted(use.port(), use.part(), address, use.variable()));
      }
    }
  }

  private static boolean isFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freeRun(List<ServerSocket> held, int length) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(first);
      int port = first.getLocalPort();
      if (port + length < 65_000
          && IntStream.range(1, length).allMatch(next -> isFree("127.0.0.1", port + next))) {
        return port;
      }
    }
    throw new IOException("no %d neighbouring free ports found".formatted(length));
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int providers(Map<String, String> environment) {
    String text = environment.getOrDefault("DEVNET_PROVIDERS", "");
    if (text.isBlank()) {
      return PROVIDERS;
    }
    if (!text.matches("[1-9][0-9]?")) {
      throw new SystemException(
          "DEVNET_PROVIDERS is '" + text + "', a number from 1 to 99 is needed.");
    }
    return Integer.parseInt(text);
  }

  private static int port(Map<String, String> environment, String variable, int standard) {
    String text = environment.getOrDefault(variable, "");
    if (text.isBlank()) {
      return standard;
    }
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw new SystemException(variable + " is '" + text + "', a port from 1 to 65535 is needed.");
    }
    return Integer.parseInt(text);
  }
}
