package io.filstore.filecoin.mk12;

import io.filstore.filecoin.Signature;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to the question for an ask.
 *
 * @param ask null when the provider has none
 * @param signature of the provider's worker over {@link StorageAsk#cbor}; null when unsigned
 */
public record AskResponse(@Nullable StorageAsk ask, @Nullable Signature signature) {

  private static final Map<String, Function<CborReader, ?>> SIGNED =
      Map.of("Ask", StorageAsk::read, "Signature", Fields::signature);
  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of("Ask", in -> Fields.read(in, "SignedStorageAsk", SIGNED));

  /**
   * Reads an answer.
   *
   * @throws FormatException for other bytes
   */
  public static AskResponse decode(byte[] cbor) {
    return Fields.decode(cbor, AskResponse::read);
  }

  private static AskResponse read(CborReader in) {
    Fields signed = Fields.read(in, "AskResponse", KEYS).optional(Fields.class, "Ask");
    if (signed == null) {
      return new AskResponse(null, null);
    }
    return new AskResponse(
        signed.optional(StorageAsk.class, "Ask"), signed.optional(Signature.class, "Signature"));
  }

  /** A map of one around a map of two; null inside where there is no ask. */
  public byte[] cbor() {
    CborWriter out = new CborWriter().map(1).text("Ask");
    if (ask == null) {
      return out.nil().toBytes();
    }
    out.map(2).text("Ask").raw(ask.cbor()).text("Signature");
    if (signature == null) {
      out.nil();
    } else {
      out.bytes(signature.bytes());
    }
    return out.toBytes();
  }
}
