package io.filstore.filecoin.mk12;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question how a deal stands.
 *
 * @param error set when there is no status, for example for an unknown deal
 * @param transferSize bytes of the CAR
 * @param bytesReceived so far
 */
public record DealStatusResponse(
    String error,
    UUID dealUuid,
    boolean offline,
    @Nullable DealStatus status,
    long transferSize,
    long bytesReceived) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of(
          "Error", CborReader::text,
          "DealUUID", Fields::uuid,
          "IsOffline", CborReader::bool,
          "DealStatus", DealStatus::read,
          "TransferSize", CborReader::uint,
          "NBytesReceived", CborReader::uint);

  /**
   * Reads an answer.
   *
   * @throws FormatException for other bytes
   */
  public static DealStatusResponse decode(byte[] cbor) {
    return Fields.decode(cbor, DealStatusResponse::read);
  }

  private static DealStatusResponse read(CborReader in) {
    Fields fields = Fields.read(in, "DealStatusResponse", KEYS);
    return new DealStatusResponse(
        fields.text("Error"),
        fields.get(UUID.class, "DealUUID"),
        fields.flag("IsOffline"),
        fields.optional(DealStatus.class, "DealStatus"),
        fields.number("TransferSize"),
        fields.number("NBytesReceived"));
  }

  /** A map of six. */
  public byte[] cbor() {
    CborWriter out = new CborWriter().map(6);
    out.text("Error").text(error).text("DealUUID").bytes(Fields.bytes(dealUuid));
    out.text("IsOffline").bool(offline).text("DealStatus");
    if (status == null) {
      out.nil();
    } else {
      out.raw(status.cbor());
    }
    return out.text("TransferSize")
        .uint(transferSize)
        .text("NBytesReceived")
        .uint(bytesReceived)
        .toBytes();
  }
}
