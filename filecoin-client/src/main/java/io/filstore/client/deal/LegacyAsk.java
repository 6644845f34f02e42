package io.filstore.client.deal;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk12.StorageAsk;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A provider's ask in Lotus' JSON: prices as text, the rest as numbers (reference, 1.6). */
final class LegacyAsk {

  private LegacyAsk() {}

  static Optional<StorageAsk> of(JsonNode ask) {
    try {
      return Optional.of(
          new StorageAsk(
              new AttoFil(new BigInteger(ask.required("Price").asString())),
              new AttoFil(new BigInteger(ask.required("VerifiedPrice").asString())),
              ask.required("MinPieceSize").asLong(),
              ask.required("MaxPieceSize").asLong(),
              FilAddress.parse(ask.required("Miner").asString()),
              new Epoch(ask.path("Timestamp").asLong(0)),
              new Epoch(ask.path("Expiry").asLong(0)),
              ask.path("SeqNo").asLong(0)));
    } catch (JacksonException | FormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
