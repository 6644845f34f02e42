package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;

/**
 * A storage-market deal as client and provider agree on it (go-state-types builtin/v19/market).
 *
 * @param pieceCid version 1
 * @param pieceSize padded
 * @param verified whether it takes DataCap
 * @param label informative
 * @param storagePricePerEpoch for the whole piece
 */
public record DealProposal(
    Cid pieceCid,
    PaddedPieceSize pieceSize,
    boolean verified,
    FilAddress client,
    FilAddress provider,
    DealLabel label,
    Epoch startEpoch,
    Epoch endEpoch,
    AttoFil storagePricePerEpoch,
    AttoFil providerCollateral,
    AttoFil clientCollateral) {

  private static final int FIELDS = 11;

  /**
   * Reads the bytes that {@link #cbor} gives.
   *
   * @throws FormatException for other bytes
   */
  public static DealProposal decode(byte[] cbor) {
    return ChainCbor.decode(cbor, DealProposal::read);
  }

  /** Reads a proposal out of a larger object. */
  public static DealProposal read(CborReader in) {
    in.array(FIELDS);
    return new DealProposal(
        in.link(),
        ChainCbor.pieceSize(in),
        in.bool(),
        ChainCbor.address(in),
        ChainCbor.address(in),
        DealLabel.read(in),
        ChainCbor.epoch(in),
        ChainCbor.epoch(in),
        ChainCbor.amount(in),
        ChainCbor.amount(in),
        ChainCbor.amount(in));
  }

  /** A tuple of eleven; what the client signs. */
  public byte[] cbor() {
    CborWriter out = new CborWriter();
    out.array(FIELDS)
        .link(pieceCid)
        .uint(pieceSize.bytes())
        .bool(verified)
        .bytes(client.bytes())
        .bytes(provider.bytes());
    label.write(out);
    return out.integer(startEpoch.value())
        .integer(endEpoch.value())
        .bytes(storagePricePerEpoch.cborBytes())
        .bytes(providerCollateral.cborBytes())
        .bytes(clientCollateral.cborBytes())
        .toBytes();
  }

  /**
   * The BLAKE2b CID. The market keys pending proposals by it, but with both addresses as f0: equal
   * to this one only if they are.
   */
  public Cid cid() {
    return ChainCbor.cid(cbor());
  }

  /** The same proposal with the client's actor id, as the market stores it. */
  public DealProposal withClient(FilAddress idAddress) {
    return new DealProposal(
        pieceCid,
        pieceSize,
        verified,
        idAddress,
        provider,
        label,
        startEpoch,
        endEpoch,
        storagePricePerEpoch,
        providerCollateral,
        clientCollateral);
  }

  /** Signed by the client's key. */
  public ClientDealProposal sign(Signer key) {
    return new ClientDealProposal(this, key.sign(cbor()));
  }
}
