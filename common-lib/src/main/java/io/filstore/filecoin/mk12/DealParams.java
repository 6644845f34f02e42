package io.filstore.filecoin.mk12;

import io.filstore.filecoin.ClientDealProposal;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The request to store a piece ({@code /fil/storage/mk/1.2.1}, {@code POST /market/mk12/store}). To
 * be sent again byte for byte when in doubt.
 *
 * @param dealUuid key of the deal at the provider
 * @param offline whether the data comes by another way than {@code transfer}
 * @param dealDataRoot root CID of the payload
 * @param skipIpniAnnounce whether the provider is not to announce the deal to the indexer network
 * @param removeUnsealedCopy whether the provider need not keep an unsealed copy
 */
public record DealParams(
    UUID dealUuid,
    Transfer transfer,
    boolean offline,
    Cid dealDataRoot,
    boolean skipIpniAnnounce,
    ClientDealProposal proposal,
    boolean removeUnsealedCopy) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of(
          "DealUUID", Fields::uuid,
          "Transfer", Transfer::read,
          "IsOffline", CborReader::bool,
          "DealDataRoot", Fields::link,
          "SkipIPNIAnnounce", CborReader::bool,
          "ClientDealProposal", Fields::signedProposal,
          "RemoveUnsealedCopy", CborReader::bool);

  /**
   * Reads a request, also one of protocol 1.2.0, which lacks the two last flags.
   *
   * @throws FormatException for other bytes
   */
  public static DealParams decode(byte[] cbor) {
    return Fields.decode(cbor, DealParams::read);
  }

  private static DealParams read(CborReader in) {
    Fields fields = Fields.read(in, "DealParams", KEYS);
    return new DealParams(
        fields.get(UUID.class, "DealUUID"),
        fields.get(Transfer.class, "Transfer"),
        fields.flag("IsOffline"),
        fields.get(Cid.class, "DealDataRoot"),
        fields.flag("SkipIPNIAnnounce"),
        fields.get(ClientDealProposal.class, "ClientDealProposal"),
        fields.flag("RemoveUnsealedCopy"));
  }

  /** A map of seven. */
  public byte[] cbor() {
    return new CborWriter()
        .map(7)
        .text("DealUUID")
        .bytes(Fields.bytes(dealUuid))
        .text("Transfer")
        .raw(transfer.cbor())
        .text("IsOffline")
        .bool(offline)
        .text("DealDataRoot")
        .link(dealDataRoot)
        .text("SkipIPNIAnnounce")
        .bool(skipIpniAnnounce)
        .text("ClientDealProposal")
        .raw(proposal.cbor())
        .text("RemoveUnsealedCopy")
        .bool(removeUnsealedCopy)
        .toBytes();
  }
}
