package io.filstore.retrieval.fallback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A server that answers every request by a script, down to the single byte. */
public final class RawSource implements AutoCloseable {

  /** Writes an answer; what it throws ends the connection. */
  @FunctionalInterface
  public interface Script {
    void answer(Asked asked, OutputStream out) throws Exception;
  }

  /** A request: its first line, and its headers by their names in small letters. */
  public record Asked(String line, Map<String, String> headers) {
    public String path() {
      return line.split(" ", 3)[1];
    }

    /** Empty without one. */
    public String range() {
      return headers.getOrDefault("range", "");
    }
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  public RawSource(Script script) throws IOException {
    this.script = script;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  HttpUrl base() {
    return HttpUrl.get(url());
  }

  public List<Asked> asked() {
    return asked;
  }

  /** A whole answer. */
  public static byte[] http(String status, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] first = head.toString().getBytes(ISO_8859_1);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }

  /** Has these bytes as its piece and gives any range of them. */
  public static Script piece(byte[] bytes) {
    return (asked, out) -> {
      if (!asked.path().startsWith("/piece/") || asked.range().isEmpty()) {
        out.write(http("404 Not Found", new byte[0]));
        return;
      }
      String[] ends = asked.range().substring("bytes=".length()).split("-", 2);
      int from = Integer.parseInt(ends[0]);
      int to = Math.min(bytes.length - 1, Integer.parseInt(ends[1]));
      byte[] part = Arrays.copyOfRange(bytes, from, to + 1);
      out.write(
          http(
              "206 Partial Content",
              part,
              "Content-Range: bytes %d-%d/%d".formatted(from, to, bytes.length)));
    };
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      for (Asked next = read(in); next != null; next = read(in)) {
        asked.add(next);
        script.answer(next, client.getOutputStream());
      }
    } catch (Exception over) {
      // the script or the client ended it
    }
  }

  private static @Nullable Asked read(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = in.readLine(); header != null && !header.isEmpty(); ) {
      String[] parts = header.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
      header = in.readLine();
    }
    return new Asked(line, headers);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
