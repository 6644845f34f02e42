package io.filstore.filecoin;

import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The protocols of multiaddrs that are known here (multiformats/multicodec table). */
public enum MultiaddrProtocol {
  IP4(4, Value.IP4),
  TCP(6, Value.PORT),
  IP6(41, Value.IP6),
  DNS(53, Value.NAME),
  DNS4(54, Value.NAME),
  DNS6(55, Value.NAME),
  DNSADDR(56, Value.NAME),
  UDP(273, Value.PORT),
  P2P(421, Value.PEER),
  HTTPS(443, Value.NONE),
  TLS(448, Value.NONE),
  QUIC_V1(461, Value.NONE),
  WS(477, Value.NONE),
  WSS(478, Value.NONE),
  HTTP(480, Value.NONE),
  HTTP_PATH(481, Value.PATH);

  private static final int MAX_NAME = 253;
  private static final int MAX_PEER = 256;
  private static final int MAX_PATH = 1024;

  private final int code;
  private final Value value;

  MultiaddrProtocol(int code, Value value) {
    this.code = code;
    this.value = value;
  }

  private enum Value {
    NONE,
    PORT,
    IP4,
    IP6,
    NAME,
    PEER,
    /** Percent-encoded in text, slashes, too. */
    PATH
  }

  static MultiaddrProtocol of(long code) {
    for (MultiaddrProtocol protocol : values()) {
      if (protocol.code == code) {
        return protocol;
      }
    }
    throw new FormatException("multiaddr protocol " + code + " is not known");
  }

  static MultiaddrProtocol of(String text) {
    for (MultiaddrProtocol protocol : values()) {
      if (protocol.text().equals(text)) {
        return protocol;
      }
    }
    throw new FormatException("multiaddr names an unknown protocol");
  }

  /** Number of the multicodec table. */
  public int code() {
    return code;
  }

  /** Name in the text form. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean hasValue() {
    return value != Value.NONE;
  }

  /** Reads a value in binary and gives its text. */
  String read(ByteBuffer in) {
    return switch (value) {
      case NONE -> "";
      case PORT -> Integer.toString(ByteBuffer.wrap(take(in, 2)).getShort() & 0xffff);
      case IP4, IP6 -> ipText(take(in, value == Value.IP4 ? 4 : 16));
      case NAME -> name(new String(takeCounted(in, MAX_NAME), StandardCharsets.UTF_8));
      case PEER -> PeerId.decode(takeCounted(in, MAX_PEER)).toString();
      case PATH -> pathText(takeCounted(in, MAX_PATH));
    };
  }

  /** The binary of a value in text, with its length where the protocol has one. */
  byte[] bytes(String text) {
    return switch (value) {
      case NONE -> new byte[0];
      case PORT -> port(text);
      case IP4 -> ip4(text);
      case IP6 -> ip6(text);
      case NAME -> counted(name(text).getBytes(StandardCharsets.UTF_8));
      case PEER -> counted(PeerId.parse(text).bytes());
      case PATH -> counted(path(text));
    };
  }

  private static byte[] port(String text) {
    if (!Pattern.matches("0|[1-9][0-9]{0,4}", text) || Integer.parseInt(text) > 0xffff) {
      throw new FormatException("multiaddr port is not a number from 0 to 65535");
    }
    return ByteBuffer.allocate(2).putShort((short) Integer.parseInt(text)).array();
  }

  private static byte[] ip4(String text) {
    String octet = "(0|[1-9][0-9]{0,2})";
    if (!Pattern.matches(octet + "(\\." + octet + "){3}", text)) {
      throw new FormatException("multiaddr has no IPv4 address behind /ip4");
    }
    ByteBuffer bytes = ByteBuffer.allocate(4);
    for (String number : text.split("\\.", -1)) {
      int part = Integer.parseInt(number);
      if (part > 255) {
        throw new FormatException("multiaddr has no IPv4 address behind /ip4");
      }
      bytes.put((byte) part);
    }
    return bytes.array();
  }

  private static byte[] ip6(String text) {
    try {
      if (text.indexOf('%') < 0 && text.indexOf('[') < 0) {
        byte[] bytes = Inet6Address.ofLiteral(text).getAddress();
        if (bytes.length == 16) {
          return bytes;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("multiaddr has no IPv6 address behind /ip6", e);
    }
    throw new FormatException("multiaddr has no IPv6 address behind /ip6");
  }

  private static String ipText(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private static String name(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME || !Pattern.matches("[!-~&&[^/]]+", text)) {
      throw new FormatException("multiaddr name is empty, longer than 253 or not plain ASCII");
    }
    return text;
  }

  /** What RFC 3986 calls unreserved stays as it is, so that each path has one text. */
  private static String pathText(byte[] path) {
    if (path.length == 0) {
      throw new FormatException("multiaddr has no path behind /http-path");
    }
    StringBuilder text = new StringBuilder();
    for (byte b : path) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return text.toString();
  }

  private static byte[] path(String text) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '!' || c > '~') {
        throw new FormatException("multiaddr path is not percent-encoded");
      }
      if (c == '%') {
        path.write(octet(text, i + 1));
        i += 2;
      } else {
        path.write(c);
      }
    }
    return path.toByteArray();
  }

  private static int octet(String text, int at) {
    if (at + 2 > text.length()
        || !HexFormat.isHexDigit(text.charAt(at))
        || !HexFormat.isHexDigit(text.charAt(at + 1))) {
      throw new FormatException("multiaddr path has a % without two hex digits");
    }
    return HexFormat.fromHexDigits(text, at, at + 2);
  }

  private static byte[] counted(byte[] content) {
    ByteBuffer out = ByteBuffer.allocate(Varint.length(content.length) + content.length);
    Varint.put(out, content.length);
    return out.put(content).array();
  }

  private static byte[] takeCounted(ByteBuffer in, int limit) {
    long length = Varint.read(in);
    if (length > limit) {
      throw new FormatException("multiaddr value is %d bytes, at most %d".formatted(length, limit));
    }
    return take(in, (int) length);
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (in.remaining() < length) {
      throw new FormatException(
          "multiaddr value of %d bytes, %d left".formatted(length, in.remaining()));
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
