package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.util.UriUtils;

/**
 * {@code /ipfs/{cid}[/name...]} as it was requested.
 *
 * @param names decoded names below the root
 * @param trailingSlash whether the caller asks for a folder
 * @param raw the path as it came, percent-encoded
 */
record IpfsPath(Cid root, List<String> names, boolean trailingSlash, String raw) {

  private static final String PREFIX = "/ipfs/";

  static IpfsPath parse(String requestUri) {
    String below = requestUri.substring(PREFIX.length());
    String[] parts = below.split("/", -1);
    List<String> names = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].isEmpty()) {
        names.add(decode(parts[i]));
      }
    }
    return new IpfsPath(cid(decode(parts[0])), List.copyOf(names), below.endsWith("/"), requestUri);
  }

  /** The last name, or the CID when the path names the root. */
  String fileName() {
    return names.isEmpty() ? root.toString() : names.getLast();
  }

  private static String decode(String part) {
    try {
      return UriUtils.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw Problem.invalidRequest("The path is not percent-encoded UTF-8.").exception();
    }
  }

  private static Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (FormatException malformed) {
      throw Problem.invalidCid("The part after /ipfs/ is not a CID.").exception();
    }
  }
}
