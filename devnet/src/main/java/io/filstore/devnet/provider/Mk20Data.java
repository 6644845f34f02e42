package io.filstore.devnet.provider;

import static io.filstore.devnet.provider.Mk20Refusal.require;

import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The {@code data} part of an MK20 deal (curio market/mk20/types.go).
 *
 * @param piece version 2, so it knows its sizes
 */
record Mk20Data(PieceCid piece, List<Source> sources) {
  private static final int MAX_URLS = 10;

  static Mk20Data read(JsonNode data) {
    require(data.isObject(), "data is required");
    PieceCid piece = piece(data.path("piece_cid").path("/").asString(""));
    require(
        count(data.path("format"), "car", "raw", "aggregate") == 1,
        Mk20Refusal.MALFORMED_SOURCE,
        "exactly one data format is required");
    require(
        count(data, "source_http", "source_aggregate", "source_offline", "source_http_put") == 1,
        Mk20Refusal.MALFORMED_SOURCE,
        "exactly one data source is required");
    require(
        data.path("source_http").isObject(),
        Mk20Refusal.UNSUPPORTED_SOURCE,
        "the devnet's providers take the data source http only");
    return new Mk20Data(piece, sources(data.path("source_http").path("urls")));
  }

  private static long count(JsonNode parent, String... names) {
    return Stream.of(names).filter(name -> parent.path(name).isObject()).count();
  }

  private static PieceCid piece(String text) {
    try {
      PieceCid piece = PieceCid.parse(text);
      require(piece.isV2(), "piece CID is not of version 2");
      return piece;
    } catch (FormatException e) {
      throw new Mk20Refusal(Mk20Refusal.BAD_PROPOSAL, "invalid piece CID: " + e.getMessage());
    }
  }

  private static List<Source> sources(JsonNode urls) {
    require(
        urls.isArray() && !urls.isEmpty() && urls.size() <= MAX_URLS,
        Mk20Refusal.MALFORMED_SOURCE,
        "1 to 10 URLs are required");
    List<Source> sources = new ArrayList<>();
    for (JsonNode url : urls) {
      Source source =
          new Source(url.path("url").asString(""), StoredDealJson.headers(url.path("headers")));
      SourceRules.refusal(source)
          .ifPresent(why -> {
            throw new Mk20Refusal(Mk20Refusal.MALFORMED_SOURCE, why);
          });
      sources.add(source);
    }
    return sources;
  }

  long rawSize() {
    return piece.rawSize().orElseThrow();
  }

  long pieceSize() {
    return piece.size().orElseThrow().bytes();
  }
}
