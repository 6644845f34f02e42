package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import java.io.InputStream;
import java.util.stream.LongStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the answer of StateListMiners as a stream, with bounds on count, bytes and texts. */
final class MinerListParser {
  /** Mainnet has some 600,000 and grows by a few a day. */
  static final int MOST = 1 << 20;

  private static final long MAX_BYTES = 32L << 20;
  private static final int MAX_TEXT = 1 << 16;
  private static final int MAX_DEPTH = 16;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxStringLength(MAX_TEXT)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MinerListParser() {}

  /**
   * The list of a JSON-RPC answer.
   *
   * @throws ChainError when the answer is one
   * @throws FormatException when it is neither, or longer than any list of miners
   */
  static MinerSet answer(InputStream in) {
    try (JsonParser json = JSON.createParser(in)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "no JSON-RPC answer");
      MinerSet miners = null;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("error") && value == JsonToken.START_OBJECT) {
          throw JsonRpc.error("StateListMiners", JSON.readTree(json));
        } else if (name.equals("result") && value == JsonToken.START_ARRAY) {
          miners = list(json);
        } else {
          json.skipChildren();
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT, "ends early");
      if (miners == null) {
        throw new FormatException("no list of miners");
      }
      return miners;
    }
  }

  private static MinerSet list(JsonParser json) {
    LongStream.Builder ids = LongStream.builder();
    int count = 0;
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      require(++count <= MOST, "more than " + MOST + " miners");
      FilAddress miner = FilAddress.parse(json.getString());
      require(miner.protocol() == FilAddress.Protocol.ID, "a miner that is no actor's number");
      ids.add(miner.actorId());
    }
    require(json.currentToken() == JsonToken.END_ARRAY, "a miner that is no text");
    return MinerSet.of(ids.build());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new FormatException(otherwise);
    }
  }
}
