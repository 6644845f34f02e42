package io.filstore.filecoin.mk12;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.function.Function;

/**
 * The answer to a request to store.
 *
 * @param message why it was refused; written by the provider
 */
public record DealResponse(boolean accepted, String message) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of("Message", CborReader::text, "Accepted", CborReader::bool);

  /**
   * Reads an answer. One without {@code Accepted} is no answer: it must not pass for a refusal.
   *
   * @throws FormatException for other bytes
   */
  public static DealResponse decode(byte[] cbor) {
    return Fields.decode(
        cbor,
        in -> {
          Fields fields = Fields.read(in, "DealResponse", KEYS);
          return new DealResponse(fields.get(Boolean.class, "Accepted"), fields.text("Message"));
        });
  }

  /** A map of two. */
  public byte[] cbor() {
    return new CborWriter()
        .map(2)
        .text("Message")
        .text(message)
        .text("Accepted")
        .bool(accepted)
        .toBytes();
  }
}
