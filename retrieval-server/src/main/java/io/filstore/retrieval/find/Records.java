package io.filstore.retrieval.find;

import io.filstore.ipni.RetrievalProtocol;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what routers and indexers answer, JSON or a line for each record. Of a record that does not
 * make sense nothing is taken; fields that nobody knows are passed over.
 */
final class Records {
  static final String GATEWAY = "transport-ipfs-gateway-http";

  /** Of one answer; the specification has at most 100 in JSON. */
  static final int MOST = 1000;

  private static final int MOST_ADDRESSES = 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Records() {}

  /**
   * @param lines whether there is a record on each line
   * @throws FormatException if it is neither JSON nor such lines
   */
  static List<Named> of(Router router, Multihash hash, boolean lines, byte[] body) {
    List<JsonNode> records = lines ? lines(body) : records(router, hash, json(body));
    return records.stream()
        .limit(MOST)
        .map(record ->
            switch (router) {
              case Router.Delegated _ -> routed(record);
              case Router.Indexer _ -> indexed(record);
            })
        .flatMap(Optional::stream)
        .toList();
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new FormatException("the answer is no JSON", e);
    }
  }

  private static List<JsonNode> lines(byte[] body) {
    List<JsonNode> records = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).split("\n", MOST + 1)) {
      if (line.isBlank() || records.size() == MOST) {
        continue;
      }
      try {
        records.add(JSON.readTree(line));
      } catch (JacksonException unreadable) {
        // The other lines may be sound.
      }
    }
    return records;
  }

  private static List<JsonNode> records(Router router, Multihash hash, JsonNode answer) {
    List<JsonNode> records = new ArrayList<>();
    switch (router) {
      case Router.Delegated _ -> answer.path("Providers").forEach(records::add);
      case Router.Indexer _ -> {
        for (JsonNode result : answer.path("MultihashResults")) {
          if (isOf(hash, result.path("Multihash").asString(""))) {
            result.path("ProviderResults").forEach(records::add);
          }
        }
      }
    }
    return records;
  }

  private static boolean isOf(Multihash hash, String base64) {
    try {
      return Multihash.read(ByteBuffer.wrap(Base64.getDecoder().decode(base64))).equals(hash);
    } catch (IllegalArgumentException | FormatException malformed) {
      return false;
    }
  }

  private static Optional<Named> routed(JsonNode record) {
    boolean speaks =
        strings(record.path("Protocols")).stream()
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(GATEWAY));
    return speaks ? named(record) : Optional.empty();
  }

  private static Optional<Named> indexed(JsonNode record) {
    try {
      byte[] metadata = Base64.getDecoder().decode(record.path("Metadata").asString(""));
      return RetrievalProtocol.decode(metadata).contains(RetrievalProtocol.TRUSTLESS_GATEWAY)
          ? named(record.path("Provider"))
          : Optional.empty();
    } catch (IllegalArgumentException | FormatException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Named> named(JsonNode peer) {
    List<String> addresses = strings(peer.path("Addrs"));
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Named(peer.path("ID").asString(""), addresses));
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    for (JsonNode one : array) {
      if (one.isString() && strings.size() < MOST_ADDRESSES) {
        strings.add(one.asString());
      }
    }
    return strings;
  }
}
