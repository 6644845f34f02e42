package io.filstore.allinone.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Asks each service of a running system how it is. */
public final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Health() {}

  /** One service; {@code health} is {@code up}, {@code down} or {@code unreachable}. */
  public record Reading(String name, String address, String health) {
    public boolean isUp() {
      return health.equals("up");
    }
  }

  public static List<Reading> of(SystemDescription system) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      Stream<Reading> services =
          system.services().stream()
              .map(s -> new Reading(s.name(), s.address().toString(), ask(http, s.address())));
      return Stream.concat(services, Stream.of(database(system))).toList();
    }
  }

  private static String ask(HttpClient http, URI base) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve("/actuator/health")).timeout(PATIENCE).build();
      return http.send(request, BodyHandlers.ofString()).statusCode() == 200 ? "up" : "down";
    } catch (IOException e) {
      return "unreachable";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted.", e);
    }
  }

  private static Reading database(SystemDescription system) {
    URI address = URI.create(system.database().substring("jdbc:".length()));
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHost(), address.getPort()), (int) PATIENCE.toMillis());
      return new Reading("PostgreSQL", system.database(), "up");
    } catch (IOException e) {
      return new Reading("PostgreSQL", system.database(), "unreachable");
    }
  }
}
