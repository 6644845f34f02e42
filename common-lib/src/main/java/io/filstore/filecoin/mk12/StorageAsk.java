package io.filstore.filecoin.mk12;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import java.util.Map;
import java.util.function.Function;

/**
 * What a provider asks for (curio market/mk12/legacytypes).
 *
 * @param price attoFIL per GiB and epoch
 * @param verifiedPrice the same for verified deals
 * @param minPieceSize padded bytes, as stated by the provider
 * @param maxPieceSize padded bytes, as stated by the provider
 * @param expiry last epoch of validity
 */
public record StorageAsk(
    AttoFil price,
    AttoFil verifiedPrice,
    long minPieceSize,
    long maxPieceSize,
    FilAddress miner,
    Epoch timestamp,
    Epoch expiry,
    long seqNo) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of(
          "Miner", Fields::address,
          "Price", Fields::amount,
          "SeqNo", CborReader::uint,
          "Expiry", Fields::epoch,
          "Timestamp", Fields::epoch,
          "MaxPieceSize", CborReader::uint,
          "MinPieceSize", CborReader::uint,
          "VerifiedPrice", Fields::amount);

  static StorageAsk read(CborReader in) {
    Fields fields = Fields.read(in, "StorageAsk", KEYS);
    return new StorageAsk(
        fields.get(AttoFil.class, "Price"),
        fields.get(AttoFil.class, "VerifiedPrice"),
        fields.number("MinPieceSize"),
        fields.number("MaxPieceSize"),
        fields.get(FilAddress.class, "Miner"),
        fields.get(Epoch.class, "Timestamp"),
        fields.get(Epoch.class, "Expiry"),
        fields.number("SeqNo"));
  }

  /** A map of eight; what the provider's worker signs. */
  public byte[] cbor() {
    CborWriter out = new CborWriter().map(8);
    out.text("Miner").bytes(miner.bytes()).text("Price").bytes(price.cborBytes());
    out.text("SeqNo").uint(seqNo).text("Expiry").integer(expiry.value());
    out.text("Timestamp").integer(timestamp.value());
    out.text("MaxPieceSize").uint(maxPieceSize).text("MinPieceSize").uint(minPieceSize);
    return out.text("VerifiedPrice").bytes(verifiedPrice.cborBytes()).toBytes();
  }
}
