package io.filstore.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to public addresses only. The check is made on the very address that is
 * connected to, so neither a literal address nor a name that changes between check and use passes.
 */
public final class PublicSockets extends SocketFactory {

  @Override
  public Socket createSocket() {
    return new PublicSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(address, port));
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = new PublicSocket();
    socket.connect(address);
    return socket;
  }

  private static final class PublicSocket extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      boolean allowed =
          endpoint instanceof InetSocketAddress address
              && address.getAddress() != null
              && PublicAddresses.isPublic(address.getAddress());
      if (!allowed) {
        throw new ForbiddenAddressException(endpoint);
      }
      super.connect(endpoint, timeout);
    }
  }
}
