package io.filstore.filecoin.mk12;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * How the provider gets the data.
 *
 * @param type {@code http}, {@code libp2p}, or empty for an offline deal
 * @param params of the type; for http JSON {@code {"URL":..., "Headers":{...}}}
 * @param size bytes of the CAR
 * @param clientId of the client's choice, may be empty
 */
public record Transfer(String type, byte[] params, long size, String clientId) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of(
          "Size", CborReader::uint,
          "Type", CborReader::text,
          "Params", CborReader::bytes,
          "ClientID", CborReader::text);

  public Transfer {
    params = params.clone();
  }

  static Transfer read(CborReader in) {
    Fields fields = Fields.read(in, "Transfer", KEYS);
    return new Transfer(
        fields.text("Type"),
        fields.get(byte[].class, "Params"),
        fields.number("Size"),
        fields.text("ClientID"));
  }

  byte[] cbor() {
    return new CborWriter()
        .map(4)
        .text("Size")
        .uint(size)
        .text("Type")
        .text(type)
        .text("Params")
        .bytes(params)
        .text("ClientID")
        .text(clientId)
        .toBytes();
  }

  /** A copy of the parameters; they may hold a token. */
  @Override
  public byte[] params() {
    return params.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transfer that
        && type.equals(that.type)
        && Arrays.equals(params, that.params)
        && size == that.size
        && clientId.equals(that.clientId);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(params) + Long.hashCode(size);
  }

  /** Leaves the parameters out. */
  @Override
  public String toString() {
    return "Transfer[type=%s, size=%d, clientId=%s]".formatted(type, size, clientId);
  }
}
