package io.filstore.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that can behave badly: it writes any bytes and stops where it likes. */
public final class RawHttp implements AutoCloseable {
  private final Socket socket;

  public RawHttp(RunningGateway gateway) throws IOException {
    socket = new Socket("127.0.0.1", gateway.port());
    socket.setSoTimeout(20_000);
  }

  public RawHttp text(String text) throws IOException {
    return bytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawHttp bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** No more bytes follow, but an answer is still awaited. */
  public RawHttp halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Everything the server says until it closes. */
  public String answer() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** Breaks the connection without a goodbye (RST). */
  public void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
