package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;

/**
 * A proposal with the client's signature over its CBOR.
 *
 * @param signature of the client over {@link DealProposal#cbor}
 */
public record ClientDealProposal(DealProposal proposal, Signature signature) {

  /**
   * Reads the bytes that {@link #cbor} gives.
   *
   * @throws FormatException for other bytes
   */
  public static ClientDealProposal decode(byte[] cbor) {
    return ChainCbor.decode(cbor, ClientDealProposal::read);
  }

  /** Reads a signed proposal out of a larger object. */
  public static ClientDealProposal read(CborReader in) {
    in.array(2);
    return new ClientDealProposal(DealProposal.read(in), ChainCbor.signature(in));
  }

  /** A tuple of two. */
  public byte[] cbor() {
    return new CborWriter().array(2).raw(proposal.cbor()).bytes(signature.bytes()).toBytes();
  }

  /** The sha2-256 CID by which Boost and Curio find a deal; another one than the proposal's. */
  public Cid cid() {
    return Cid.sha256(Cid.DAG_CBOR, cbor());
  }
}
