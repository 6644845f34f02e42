package io.filstore.filecoin.mk12;

import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.function.Function;

/** The question what a provider asks for. */
public record AskRequest(FilAddress miner) {

  private static final Map<String, Function<CborReader, ?>> KEYS = Map.of("Miner", Fields::address);

  /**
   * Reads a question.
   *
   * @throws FormatException for other bytes
   */
  public static AskRequest decode(byte[] cbor) {
    return Fields.decode(
        cbor,
        in -> new AskRequest(Fields.read(in, "AskRequest", KEYS).get(FilAddress.class, "Miner")));
  }

  /** A map of one. */
  public byte[] cbor() {
    return new CborWriter().map(1).text("Miner").bytes(miner.bytes()).toBytes();
  }
}
