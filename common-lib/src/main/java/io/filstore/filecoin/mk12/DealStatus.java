package io.filstore.filecoin.mk12;

import io.filstore.filecoin.DealProposal;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a deal stands according to its provider; the chain has the last word.
 *
 * @param error set once the deal has failed
 * @param status checkpoint of Boost, or {@code Processing}, {@code Sealed} of Curio
 * @param publishCid of the publish message, once it is sent
 * @param chainDealId 0 until it is known
 * @param signedProposalCid sha2-256 CID of the signed proposal
 */
public record DealStatus(
    String error,
    String status,
    DealProposal proposal,
    @Nullable Cid publishCid,
    long chainDealId,
    String sealingStatus,
    @Nullable Cid signedProposalCid) {

  private static final Map<String, Function<CborReader, ?>> KEYS =
      Map.of(
          "Error", CborReader::text,
          "Status", CborReader::text,
          "Proposal", Fields::proposal,
          "PublishCid", Fields::link,
          "ChainDealID", CborReader::uint,
          "SealingStatus", CborReader::text,
          "SignedProposalCid", Fields::link);

  static DealStatus read(CborReader in) {
    Fields fields = Fields.read(in, "DealStatus", KEYS);
    return new DealStatus(
        fields.text("Error"),
        fields.text("Status"),
        fields.get(DealProposal.class, "Proposal"),
        fields.optional(Cid.class, "PublishCid"),
        fields.number("ChainDealID"),
        fields.text("SealingStatus"),
        fields.optional(Cid.class, "SignedProposalCid"));
  }

  byte[] cbor() {
    CborWriter out = new CborWriter().map(7);
    out.text("Error").text(error).text("Status").text(status);
    out.text("Proposal").raw(proposal.cbor());
    link(out.text("PublishCid"), publishCid);
    out.text("ChainDealID").uint(chainDealId).text("SealingStatus").text(sealingStatus);
    link(out.text("SignedProposalCid"), signedProposalCid);
    return out.toBytes();
  }

  private static void link(CborWriter out, @Nullable Cid cid) {
    if (cid == null) {
      out.nil();
    } else {
      out.link(cid);
    }
  }
}
