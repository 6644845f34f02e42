package io.filstore.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An upload whose bytes come when the test says so. */
final class SlowUpload implements AutoCloseable {
  private static final int TIMEOUT_MS = 60_000;
  private final Socket socket;
  private final byte[] content;
  private int sent;

  private SlowUpload(Socket socket, byte[] content) {
    this.socket = socket;
    this.content = content;
  }

  static SlowUpload begin(PublicApi api, String name, String idempotencyKey, byte[] content)
      throws IOException {
    URI gateway = api.uri(PublicApi.GATEWAY, "/");
    Socket socket = new Socket(gateway.getHost(), gateway.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    String head =
        """
        POST /api/v1/uploads?name=%s HTTP/1.1
        Host: x
        Connection: close
        Authorization: Bearer %s
        Idempotency-Key: %s
        Content-Type: application/octet-stream
        Content-Length: %d

        """
            .formatted(name, api.key(), idempotencyKey, content.length);
    socket
        .getOutputStream()
        .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return new SlowUpload(socket, content);
  }

  /** Sends up to this many bytes of the content in all. */
  SlowUpload until(int end) throws IOException {
    socket.getOutputStream().write(Arrays.copyOfRange(content, sent, end));
    socket.getOutputStream().flush();
    sent = end;
    return this;
  }

  Answer answer() throws IOException {
    until(content.length);
    return Answer.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
