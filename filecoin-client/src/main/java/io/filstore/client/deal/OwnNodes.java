package io.filstore.client.deal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own nodes by provider, read from the settings once at the start; what is wrong
 * there is said with the setting's name, and never with what a token file holds.
 */
public final class OwnNodes {

  private static final String BOOST = "DEAL_BOOST_PROVIDERS";
  private static final String LOTUS = "DEAL_LOTUS_PROVIDERS";
  private static final String TOKENS = "DEAL_NODE_TOKEN_FILES";
  private static final Pattern PROVIDER = Pattern.compile("[ft]0[0-9]{1,19}");

  /** Nobody's. */
  public static final OwnNodes NONE = new OwnNodes(Map.of());

  private final Map<String, OwnNode> nodes;

  private OwnNodes(Map<String, OwnNode> nodes) {
    this.nodes = Map.copyOf(nodes);
  }

  /**
   * The nodes of the settings.
   *
   * @param boost {@code f01000=http://boostd:1288+http://boostd:8080}: JSON-RPC and GraphQL
   * @param lotus {@code f01001=http://lotus:1234}
   * @param tokenFiles {@code f01000=/run/secrets/boostd-token}; a node without one is called
   *     without a token
   * @throws IllegalArgumentException for settings that cannot be meant so
   */
  public static OwnNodes of(String boost, String lotus, String tokenFiles) {
    Map<String, String> boosts =
        byProvider(BOOST, boost, "f01000=http://host:1288+http://host:8080");
    Map<String, String> lotuses = byProvider(LOTUS, lotus, "f01001=http://host:1234");
    Map<String, String> files = byProvider(TOKENS, tokenFiles, "f01000=/run/secrets/boostd-token");
    Map<String, OwnNode> nodes = new LinkedHashMap<>();
    boosts.forEach((id, urls) -> nodes.put(id, boost(urls, token(files.get(id)))));
    lotuses.forEach((id, url) -> {
      if (nodes.put(id, lotus(url, token(files.get(id)))) != null) {
        throw new IllegalArgumentException(
            id + " is in " + BOOST + " and in " + LOTUS + ", it must be in one of them");
      }
    });
    requireKnown(TOKENS, files.keySet(), nodes.keySet());
    return new OwnNodes(nodes);
  }

  /**
   * A setting of the form {@code f01000=value,f01001=value}, with the letter of the main network.
   */
  public static Map<String, String> byProvider(String key, String text, String example) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String entry : List.of(text.split(",", -1))) {
      String[] parts = entry.strip().split("=", 2);
      if (entry.isBlank()) {
        continue;
      }
      if (parts.length < 2 || parts[1].isBlank() || !PROVIDER.matcher(parts[0].strip()).matches()) {
        throw new IllegalArgumentException(
            key + " has the entry '" + shown(entry) + "', it must be like " + example);
      }
      String id = "f" + parts[0].strip().substring(1);
      if (values.put(id, parts[1].strip()) != null) {
        throw new IllegalArgumentException(key + " names " + id + " twice");
      }
    }
    return values;
  }

  /** Refuses a setting about providers that have no node of their own. */
  public static void requireKnown(String key, Set<String> named, Set<String> known) {
    for (String id : named) {
      if (!known.contains(id)) {
        throw new IllegalArgumentException(
            key + " names " + id + ", which is neither in " + BOOST + " nor in " + LOTUS);
      }
    }
  }

  /** The providers that have one. */
  public Set<String> providers() {
    return nodes.keySet();
  }

  /** The node for the provider; empty when it is reached over its public market. */
  public Optional<OwnNode> of(String provider) {
    return Optional.ofNullable(nodes.get(provider));
  }

  private static OwnNode boost(String urls, @Nullable String token) {
    String[] both = urls.split("\\+", -1);
    if (both.length != 2) {
      throw new IllegalArgumentException(
          BOOST
              + " has '"
              + shown(urls)
              + "', it must be two URLs with + between: JSON-RPC+GraphQL");
    }
    BoostTransport transport =
        new BoostTransport(ProviderAddresses.any(), url(BOOST, both[1]), token);
    return new OwnNode.Boost(url(BOOST, both[0]), transport);
  }

  private static OwnNode lotus(String url, @Nullable String token) {
    return new OwnNode.Lotus(
        url(LOTUS, url), new LegacyLotusTransport(ProviderAddresses.any(), token));
  }

  private static URI url(String key, String text) {
    try {
      URI url = URI.create(text.strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      String path = String.valueOf(url.getPath());
      boolean base = path.isEmpty() || path.equals("/");
      if (Set.of("http", "https").contains(scheme)
          && url.getHost() != null
          && url.getUserInfo() == null
          && base
          && url.getQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        key
            + " has the URL '"
            + shown(text)
            + "', it must be like http://host:1288, without user, path and query");
  }

  /** What stands before an @ may be a password. */
  private static String shown(String text) {
    return text.contains("@") ? "..." + text.substring(text.lastIndexOf('@')) : text.strip();
  }

  private static @Nullable String token(@Nullable String file) {
    if (file == null) {
      return null;
    }
    String token;
    try {
      token = Files.readString(Path.of(file), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(TOKENS + ": " + file + " cannot be read", e);
    }
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException(TOKENS + ": " + file + " does not hold one token");
    }
    return token;
  }

  /** The tokens are in the transports, which do not tell them. */
  @Override
  public String toString() {
    return "OwnNodes" + nodes.keySet();
  }
}
