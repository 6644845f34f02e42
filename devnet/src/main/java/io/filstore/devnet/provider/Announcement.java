package io.filstore.devnet.provider;

import io.filstore.multiformats.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The binary multiaddr a provider announces: {@code /ip4/<address>/tcp/<port>/http}, or {@code
 * /dns/<name>/tcp/<port>/ws} for a name, which is how Curio announces a server without TLS.
 */
final class Announcement {
  private static final int IP4 = 4;
  private static final int TCP = 6;
  private static final int DNS = 53;
  private static final int WS = 477;
  private static final int HTTP = 480;
  private static final Pattern DOTTED =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private Announcement() {}

  static byte[] of(String host, int port) {
    Matcher ip4 = DOTTED.matcher(host);
    byte[] name = host.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(name.length + 16);
    if (ip4.matches()) {
      Varint.put(out, IP4);
      for (int group = 1; group <= 4; group++) {
        out.put((byte) Integer.parseInt(ip4.group(group)));
      }
    } else {
      Varint.put(out, DNS);
      Varint.put(out, name.length);
      out.put(name);
    }
    Varint.put(out, TCP);
    out.putShort((short) port);
    Varint.put(out, ip4.matches() ? HTTP : WS);
    byte[] address = new byte[out.position()];
    out.flip().get(address);
    return address;
  }
}
