package io.filstore.devnet.legacy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.car.CarReader;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CARs that were imported into the node. Providers pull them over a port of loopback, each under a
 * name that cannot be guessed: it stands for the graphsync of old.
 */
final class ImportedCars implements AutoCloseable {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

  /** One imported CAR. */
  record Car(UUID name, Path file, Cid root, PieceCommitment piece) {}

  private final Map<String, Car> byName = new ConcurrentHashMap<>();
  private final Map<Cid, Car> byRoot = new ConcurrentHashMap<>();
  private final HttpServer server;

  ImportedCars() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Reads the CAR at a path of this machine; throws for a file that is none. */
  Car add(Path file) throws IOException {
    Cid root;
    try (InputStream in = Files.newInputStream(file)) {
      root = CarReader.unverified(in).roots().getFirst();
    }
    CommP commP = new CommP();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 20];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        commP.update(buffer, 0, read);
      }
    }
    Car car = new Car(UUID.randomUUID(), file, root, commP.finish());
    byName.put(car.name().toString(), car);
    byRoot.put(root, car);
    return car;
  }

  int count() {
    return byName.size();
  }

  Optional<Car> find(Cid root) {
    return Optional.ofNullable(byRoot.get(root));
  }

  URI url(Car car) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + car.name());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Car car = byName.get(exchange.getRequestURI().getPath().substring(1));
      if (car == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(Files.size(car.file())));
        exchange.sendResponseHeaders(200, -1);
      } else {
        send(exchange, car.file());
      }
    }
  }

  private static void send(HttpExchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    boolean part = range.matches();
    long from = part ? Math.min(size, Long.parseLong(range.group(1))) : 0;
    long to = part ? Math.min(size, Long.parseLong(range.group(2)) + 1) : size;
    exchange.sendResponseHeaders(part ? 206 : 200, Math.max(0, to - from));
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      byte[] buffer = new byte[1 << 16];
      for (long left = to - from; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          return;
        }
        exchange.getResponseBody().write(buffer, 0, read);
        left -= read;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
