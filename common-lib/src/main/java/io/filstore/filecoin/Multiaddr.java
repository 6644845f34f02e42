package io.filstore.filecoin;

import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A network address as miners announce it on the chain (multiformats/multiaddr), as far as HTTP and
 * libp2p markets use it.
 *
 * @param parts from the outermost, for example dns, tcp, wss
 */
public record Multiaddr(List<Part> parts) {

  private static final int MAX_BYTES = 1024;

  /** No protocol has more than four characters for a byte: {@code /quic-v1} is two bytes. */
  private static final int MAX_TEXT = 4 * MAX_BYTES;

  /** Segments of a path that a server or something before it may understand otherwise. */
  private static final Set<String> WANDERING = Set.of(".", "..");

  private static final Pattern CONTROL = Pattern.compile("%([01][0-9A-F]|7F|5C)");

  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

  /**
   * One part of an address.
   *
   * @param value as in the text form; empty for protocols without a value
   */
  public record Part(MultiaddrProtocol protocol, String value) {
    @Override
    public String toString() {
      return "/" + protocol.text() + (value.isEmpty() ? "" : "/" + value);
    }
  }

  public Multiaddr {
    parts = List.copyOf(parts);
  }

  /**
   * Reads the binary form.
   *
   * @throws FormatException for an unknown protocol or a value that does not fit it
   */
  public static Multiaddr decode(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new FormatException(
          "multiaddr is %d bytes, must be 1 to %d".formatted(bytes.length, MAX_BYTES));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Part> parts = new ArrayList<>();
    while (in.hasRemaining()) {
      MultiaddrProtocol protocol = MultiaddrProtocol.of(Varint.read(in));
      parts.add(new Part(protocol, protocol.read(in)));
    }
    return new Multiaddr(parts);
  }

  /**
   * Reads the text form, for example {@code /dns/example.org/tcp/443/wss}.
   *
   * @throws FormatException for an unknown protocol or a value that does not fit it
   */
  public static Multiaddr parse(String text) {
    if (!text.startsWith("/") || text.length() > MAX_TEXT) {
      throw new FormatException(
          "multiaddr text must begin with / and have at most %d characters".formatted(MAX_TEXT));
    }
    List<Part> parts = new ArrayList<>();
    var words = Arrays.asList(text.substring(1).split("/", -1)).iterator();
    while (words.hasNext()) {
      MultiaddrProtocol protocol = MultiaddrProtocol.of(words.next());
      if (protocol.hasValue() && !words.hasNext()) {
        throw new FormatException("multiaddr ends behind /" + protocol.text());
      }
      String value = protocol.hasValue() ? words.next() : "";
      parts.add(new Part(protocol, protocol.read(ByteBuffer.wrap(protocol.bytes(value)))));
    }
    Multiaddr address = new Multiaddr(parts);
    if (address.bytes().length > MAX_BYTES) {
      throw new FormatException("multiaddr has more than " + MAX_BYTES + " bytes");
    }
    return address;
  }

  /** The binary form. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Part part : parts) {
      ByteBuffer code = ByteBuffer.allocate(Varint.length(part.protocol.code()));
      Varint.put(code, part.protocol.code());
      out.writeBytes(code.array());
      out.writeBytes(part.protocol.bytes(part.value));
    }
    return out.toByteArray();
  }

  /**
   * The URL of the HTTP server behind this address: host, TCP port and one of {@code https}, {@code
   * wss}, {@code tls/http}, {@code tls/ws}, {@code http}, {@code ws}, perhaps with {@code
   * http-path} behind it, which it then lies below; a peer id may follow. Empty for others, a bare
   * TCP address is a libp2p market (curio lib/urlhelper).
   */
  public Optional<URI> httpBase() {
    if (parts.size() < 3 || parts.get(1).protocol != MultiaddrProtocol.TCP) {
      return Optional.empty();
    }
    List<Part> rest =
        parts.stream().skip(2).filter(part -> part.protocol != MultiaddrProtocol.P2P).toList();
    boolean below = !rest.isEmpty() && rest.getLast().protocol == MultiaddrProtocol.HTTP_PATH;
    Optional<String> scheme = scheme(below ? rest.subList(0, rest.size() - 1) : rest);
    Optional<String> path = below ? path(rest.getLast().value) : Optional.of("");
    return scheme.flatMap(
        s -> host().flatMap(host -> path.map(p -> URI.create(s + "://" + host + port(s) + p))));
  }

  private static Optional<String> scheme(List<Part> rest) {
    boolean tls = rest.size() == 2 && rest.getFirst().protocol == MultiaddrProtocol.TLS;
    if (rest.size() != 1 && !tls) {
      return Optional.empty();
    }
    return switch (rest.getLast().protocol) {
      case HTTPS, WSS -> tls ? Optional.empty() : Optional.of("https");
      case HTTP, WS -> Optional.of(tls ? "https" : "http");
      case IP4, IP6, TCP, UDP, DNS, DNS4, DNS6, DNSADDR, TLS, QUIC_V1, P2P, HTTP_PATH ->
          Optional.empty();
    };
  }

  /**
   * With a slash in front and none behind, whether the address has them or not (go-libipni maurl
   * writes the first). Empty for one that leads elsewhere than it says.
   */
  private static Optional<String> path(String encoded) {
    String path = encoded.replace("%2F", "/").replaceAll("^/+|/+$", "");
    boolean wanders = Arrays.stream(path.split("/", -1)).anyMatch(WANDERING::contains);
    if (wanders || CONTROL.matcher(path).find()) {
      return Optional.empty();
    }
    return Optional.of(path.isEmpty() ? "" : "/" + path);
  }

  private Optional<String> host() {
    Part first = parts.getFirst();
    return switch (first.protocol) {
      case IP4 -> Optional.of(first.value);
      case IP6 -> Optional.of("[" + first.value + "]");
      case DNS, DNS4, DNS6 -> Optional.of(first.value).filter(h -> HOST.matcher(h).matches());
      case TCP, UDP, DNSADDR, TLS, HTTP, HTTPS, WS, WSS, QUIC_V1, P2P, HTTP_PATH ->
          Optional.empty();
    };
  }

  private String port(String scheme) {
    String port = parts.get(1).value;
    boolean usual = port.equals(scheme.equals("https") ? "443" : "80");
    return usual ? "" : ":" + port;
  }

  /** The text form. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(text::append);
    return text.toString();
  }
}
