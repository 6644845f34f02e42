package io.filstore.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A wire to a server that can be cut and mended; its own port stays the same. */
final class TcpRelay implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket server;

  private TcpRelay(int target, ServerSocket server) {
    this.target = target;
    this.port = server.getLocalPort();
    this.server = server;
  }

  static TcpRelay to(int port) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TcpRelay relay = new TcpRelay(port, server);
    relay.accept(server);
    return relay;
  }

  int port() {
    return port;
  }

  /** Breaks every connection and refuses new ones. */
  void cut() throws IOException {
    ServerSocket listening = server;
    if (listening != null) {
      listening.close();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }

  void mend() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server = again;
    accept(again);
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private void accept(ServerSocket listening) {
    Thread.ofVirtual()
        .start(() -> {
          while (!listening.isClosed()) {
            try {
              connect(listening.accept());
            } catch (IOException e) {
              if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
              }
            }
          }
        });
  }

  private void connect(Socket client) throws IOException {
    Socket beyond = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(client);
    open.add(beyond);
    Thread.ofVirtual().start(() -> pump(client, beyond));
    Thread.ofVirtual().start(() -> pump(beyond, client));
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      open.remove(to); // the wire was cut, which is what it is for
    } finally {
      open.remove(from);
    }
  }
}
