package io.filstore.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Tells public unicast addresses from all others (RFC 6890 and the IANA special-purpose
 * registries). Whatever an address of somebody else's choice is called for is checked with it: a
 * provider's, that stands on the chain, a webhook's, a gateway's that an indexer named.
 */
public final class PublicAddresses {
  private PublicAddresses() {}

  /** Whether the address is one of the public internet; NAT64 and mapped forms are not. */
  public static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? isPublicIpv6(bytes) : isPublicIpv4(bytes);
  }

  /**
   * Whether a host of a URL shows by itself that it is not public: an IP address that is not, in
   * brackets or without, or a name of this machine. Other names are resolved by nobody here.
   */
  public static boolean isPrivateHost(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.toLowerCase(Locale.ROOT).matches("(.*\\.)?localhost\\.?")) {
      return true;
    }
    if (!bare.matches("[0-9.]+") && bare.indexOf(':') < 0) {
      return false;
    }
    try {
      return !isPublic(InetAddress.getByName(bare));
    } catch (UnknownHostException noAddress) {
      return true;
    }
  }

  /** RFC 6890: this network, shared, IETF, documentation, benchmarking, relay, reserved. */
  private static boolean isPublicIpv4(byte[] b) {
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    int third = b[2] & 0xff;
    boolean shared = first == 100 && (second & 0xc0) == 64;
    boolean ietf = first == 192 && second == 0 && (third == 0 || third == 2);
    boolean relay = first == 192 && second == 88 && third == 99;
    boolean benchmarking = first == 198 && (second == 18 || second == 19);
    boolean documentation =
        (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    return first != 0
        && first < 224
        && !shared
        && !ietf
        && !relay
        && !benchmarking
        && !documentation;
  }

  /**
   * Only 2000::/3 is global unicast; of it not Teredo and ORCHID (2001::/23), documentation, nor
   * 6to4.
   */
  private static boolean isPublicIpv6(byte[] b) {
    int group0 = (b[0] & 0xff) << 8 | (b[1] & 0xff);
    int group1 = (b[2] & 0xff) << 8 | (b[3] & 0xff);
    boolean globalUnicast = (b[0] & 0xe0) == 0x20;
    boolean ietf = group0 == 0x2001 && (group1 & 0xfe00) == 0;
    boolean documentation = (group0 == 0x2001 && group1 == 0x0db8) || group0 == 0x3fff;
    boolean sixToFour = group0 == 0x2002;
    return globalUnicast && !ietf && !documentation && !sixToFour;
  }
}
