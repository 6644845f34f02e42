package io.filstore.devnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves one blob as a data owner would: HEAD, ranges, a header that has to be there. */
final class CarSource implements AutoCloseable {
  static final String TOKEN = "Bearer piece-token";

  private final byte[] bytes;
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int cutAfter = Integer.MAX_VALUE;

  CarSource(long seed, int size) {
    this.bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/piece", this::serve);
    server.start();
  }

  /** The next answer breaks off after that many bytes. */
  void cutNextAnswerAfter(int count) {
    cutAfter = count;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestMethod() + " " + range);
    if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.sendResponseHeaders(401, -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      int from = Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
      exchange.sendResponseHeaders(206, bytes.length - from);
      int end = (int) Math.min(bytes.length, (long) from + cutAfter);
      cutAfter = Integer.MAX_VALUE;
      exchange.getResponseBody().write(bytes, from, end - from);
    }
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/piece";
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, bytes.length);
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  PieceCommitment commitment() {
    CommP commP = new CommP();
    commP.update(bytes, 0, bytes.length);
    return commP.finish();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
