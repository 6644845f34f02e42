package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the map of all market deals as a stream: tens of gigabytes on mainnet, so memory must not
 * depend on their number. Names are not canonicalised, because every deal id is a name and the name
 * table would grow with them. A deal of another client is skipped as soon as its client is known.
 * {@link MarketDealsScan} is the faster way to the same outcome.
 */
final class MarketDealsParser {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonFactory STREAM =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .build();

  private final Set<String> clientTexts;
  private final Consumer<MarketDeal> sink;
  private final DealFields fields = new DealFields();
  private long seen;
  private long matched;

  MarketDealsParser(Set<FilAddress> clients, Consumer<MarketDeal> sink) {
    this.clientTexts = texts(clients);
    this.sink = sink;
  }

  /** A JSON-RPC answer whose result is the map. */
  MarketDealsRead answer(InputStream in) {
    try (JsonParser json = STREAM.createParser(ObjectReadContext.empty(), in)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      boolean answered = false;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("result") && value == JsonToken.START_OBJECT) {
          deals(json);
          answered = true;
        } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
          throw JsonRpc.error("StateMarketDeals", tree(json));
        } else {
          json.skipChildren();
        }
      }
      expect(json, json.currentToken(), JsonToken.END_OBJECT);
      if (!answered) {
        throw new ChainUnavailable("StateMarketDeals answered without deals");
      }
      return new MarketDealsRead(seen, matched, null, false);
    }
  }

  /** A snapshot: the bare map. */
  void snapshot(InputStream in) {
    try (JsonParser json = STREAM.createParser(ObjectReadContext.empty(), in)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      deals(json);
      expect(json, json.nextToken(), null);
    }
  }

  /** One member of the map: the bytes from the quote of its id to behind its value. */
  void member(byte[] bytes, int from, int to) {
    byte[] map = new byte[to - from + 2];
    map[0] = '{';
    System.arraycopy(bytes, from, map, 1, to - from);
    map[map.length - 1] = '}';
    snapshot(new ByteArrayInputStream(map));
  }

  long seen() {
    return seen;
  }

  long matched() {
    return matched;
  }

  /** One record read by {@code StateMarketStorageDeal}. */
  static MarketDeal deal(long id, JsonNode record) {
    DealFields fields = new DealFields();
    record
        .required("Proposal")
        .properties()
        .forEach(e -> fields.set(e.getKey(), text(e.getValue())));
    record.path("State").properties().forEach(e -> fields.set(e.getKey(), text(e.getValue())));
    return fields.deal(id);
  }

  private static String text(JsonNode value) {
    return value.isObject() ? value.path("/").asString() : value.asString();
  }

  private void deals(JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String id = json.currentName();
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      seen++;
      if (fill(json)) {
        sink.accept(fields.deal(Long.parseLong(id)));
        matched++;
      }
    }
    expect(json, json.currentToken(), JsonToken.END_OBJECT);
  }

  /** Reads one deal; false when it is somebody else's, whose rest is skipped. */
  private boolean fill(JsonParser json) {
    fields.clear();
    boolean ours = true;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      JsonToken value = json.nextToken();
      if (ours && value == JsonToken.START_OBJECT) {
        ours = fillPart(json);
      } else {
        json.skipChildren();
      }
    }
    return ours && fields.complete();
  }

  /**
   * Proposal or State; stops looking at values once the client is a stranger, but always reads to
   * the end.
   */
  private boolean fillPart(JsonParser json) {
    boolean ours = true;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (!ours) {
        json.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        fields.set(name, linkText(json));
      } else if (value.isScalarValue()) {
        fields.set(name, json.getString());
        ours = !name.equals("Client") || clientTexts.contains(json.getString());
      } else {
        json.skipChildren();
      }
    }
    return ours;
  }

  private static @Nullable String linkText(JsonParser json) {
    String text = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean link = json.currentName().equals("/");
      json.nextToken();
      if (link) {
        text = json.getString();
      } else {
        json.skipChildren();
      }
    }
    return text;
  }

  private static JsonNode tree(JsonParser json) {
    var error = JSON.createObjectNode();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT) {
        error.put(name, json.getLongValue());
      } else if (value == JsonToken.VALUE_STRING) {
        error.put(name, json.getString());
      } else {
        json.skipChildren();
      }
    }
    return error;
  }

  /** Both spellings of an id address: which one a node uses depends on its own setting only. */
  private static Set<String> texts(Set<FilAddress> clients) {
    Set<String> texts = new HashSet<>();
    for (FilAddress client : clients) {
      String tail = client.toString().substring(1);
      texts.add("f" + tail);
      texts.add("t" + tail);
    }
    return texts;
  }

  private static void expect(
      JsonParser json, @Nullable JsonToken actual, @Nullable JsonToken wanted) {
    if (actual != wanted) {
      throw new StreamReadException(json, "expected " + wanted + " but found " + actual);
    }
  }

  /** The fields of the deal that is being read, as text, reused from deal to deal. */
  private static final class DealFields {
    private @Nullable String pieceCid;
    private @Nullable String pieceSize;
    private @Nullable String verified;
    private @Nullable String client;
    private @Nullable String provider;
    private String label = "";
    private @Nullable String start;
    private @Nullable String end;
    private String price = "0";
    private String providerCollateral = "0";
    private String clientCollateral = "0";
    private String sector = "0";
    private String sectorStart = "-1";
    private String lastUpdated = "-1";
    private String slash = "-1";

    void clear() {
      pieceCid = pieceSize = verified = client = provider = start = end = null;
      label = "";
      price = providerCollateral = clientCollateral = sector = "0";
      sectorStart = lastUpdated = slash = "-1";
    }

    void set(String name, @Nullable String value) {
      if (value == null) {
        return;
      }
      switch (name) {
        case "PieceCID" -> pieceCid = value;
        case "PieceSize" -> pieceSize = value;
        case "VerifiedDeal" -> verified = value;
        case "Client" -> client = value;
        case "Provider" -> provider = value;
        case "Label" -> label = value;
        case "StartEpoch" -> start = value;
        case "EndEpoch" -> end = value;
        case "StoragePricePerEpoch" -> price = value;
        case "ProviderCollateral" -> providerCollateral = value;
        case "ClientCollateral" -> clientCollateral = value;
        case "SectorNumber" -> sector = value;
        case "SectorStartEpoch" -> sectorStart = value;
        case "LastUpdatedEpoch" -> lastUpdated = value;
        case "SlashEpoch" -> slash = value;
        default -> {}
      }
    }

    boolean complete() {
      return client != null;
    }

    MarketDeal deal(long id) {
      return new MarketDeal(
          id,
          Cid.parse(present("PieceCID", pieceCid)),
          new PaddedPieceSize(Long.parseLong(present("PieceSize", pieceSize))),
          Boolean.parseBoolean(verified),
          FilAddress.parse(present("Client", client)),
          FilAddress.parse(present("Provider", provider)),
          label,
          new Epoch(Long.parseLong(present("StartEpoch", start))),
          new Epoch(Long.parseLong(present("EndEpoch", end))),
          new AttoFil(new BigInteger(price)),
          new AttoFil(new BigInteger(providerCollateral)),
          new AttoFil(new BigInteger(clientCollateral)),
          Long.parseLong(sector),
          Long.parseLong(sectorStart),
          Long.parseLong(lastUpdated),
          Long.parseLong(slash));
    }

    private static String present(String name, @Nullable String value) {
      if (value == null) {
        throw new ChainUnavailable("a market deal has no " + name);
      }
      return value;
    }
  }
}
