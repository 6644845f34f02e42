package io.filstore.watcher.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Random;

/** Serves one piece to providers: HEAD and open-ended ranges. */
final class PieceHost implements AutoCloseable {
  private final Cid root;
  private final byte[] bytes;
  private final HttpServer server;

  PieceHost(long seed, int size) throws IOException {
    byte[] block = new byte[size];
    new Random(seed).nextBytes(block);
    root = Cid.v1(Cid.RAW, Multihash.sha256(block));
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    new CarWriter(car, root).block(root, block, 0, block.length);
    bytes = car.toByteArray();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/piece", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      int from =
          range == null
              ? 0
              : Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
      exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
      exchange.getResponseBody().write(bytes, from, bytes.length - from);
    }
    exchange.close();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/piece");
  }

  /** The only block of the CAR that it serves. */
  Cid root() {
    return root;
  }

  byte[] car() {
    return bytes.clone();
  }

  int size() {
    return bytes.length;
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
