package io.filstore.filecoin.mk12;

import io.filstore.filecoin.Signature;
import io.filstore.filecoin.Signer;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The question how a deal stands.
 *
 * @param signature of the client over the 16 bytes of the uuid
 */
public record DealStatusRequest(UUID dealUuid, Signature signature) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of("DealUUID", Fields::uuid, "Signature", Fields::signature);

  /** The question about a deal of that client. */
  public static DealStatusRequest of(UUID dealUuid, Signer client) {
    return new DealStatusRequest(dealUuid, client.sign(Fields.bytes(dealUuid)));
  }

  /**
   * Reads a question.
   *
   * @throws FormatException for other bytes
   */
  public static DealStatusRequest decode(byte[] cbor) {
    return Fields.decode(
        cbor,
        in -> {
          Fields fields = Fields.read(in, "DealStatusRequest", KEYS);
          return new DealStatusRequest(
              fields.get(UUID.class, "DealUUID"), fields.get(Signature.class, "Signature"));
        });
  }

  /** A map of two. */
  public byte[] cbor() {
    return new CborWriter()
        .map(2)
        .text("DealUUID")
        .bytes(Fields.bytes(dealUuid))
        .text("Signature")
        .bytes(signature.bytes())
        .toBytes();
  }
}
