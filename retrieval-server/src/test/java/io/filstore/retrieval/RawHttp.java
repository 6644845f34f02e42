package io.filstore.retrieval;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;

/** One request over a bare socket, to see how an answer ends. */
public final class RawHttp {

  private RawHttp() {}

  /**
   * What came until the server closed.
   *
   * @param complete whether the message ended as HTTP/1.1 says: announced length reached, or last
   *     chunk seen
   */
  public record Answer(int status, String text, boolean complete) {}

  public static Answer get(int port, String path, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      StringBuilder request =
          new StringBuilder(
              "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
      for (int i = 0; i < headers.length; i += 2) {
        request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      }
      socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
      return parse(untilClosed(socket.getInputStream()));
    }
  }

  private static String untilClosed(InputStream in) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        received.write(buffer, 0, read);
      }
    } catch (SocketException reset) {
      received.write(new byte[0]); // a reset is one of the ways to be cut
    }
    return received.toString(ISO_8859_1);
  }

  private static Answer parse(String received) {
    int end = received.indexOf("\r\n\r\n");
    String head = received.substring(0, end).toLowerCase(Locale.ROOT);
    String body = received.substring(end + 4);
    int status = Integer.parseInt(head.substring(9, 12));
    int length = head.indexOf("content-length: ");
    boolean complete =
        length >= 0
            ? body.length()
                == Long.parseLong(head.substring(length + 16).lines().findFirst().orElseThrow())
            : body.endsWith("0\r\n\r\n");
    return new Answer(status, body, complete);
  }
}
