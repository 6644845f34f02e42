package io.filstore.piece.aggregate;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;

/**
 * An inclusion proof with the deal that stores the aggregate.
 *
 * @param inclusion the proof
 * @param dealId number of the deal on the chain, which must be active
 */
public record DataAggregationProof(InclusionProof inclusion, long dealId) {

  /** The only kind of source for the auxiliary data: one deal of the market actor. */
  private static final long SINGLE_DEAL = 0;

  /** Refuses a negative number. */
  public DataAggregationProof {
    if (dealId < 0) {
      throw new IllegalArgumentException("deal id is " + dealId + ", must be >= 0");
    }
  }

  /**
   * Reads the dag-cbor form.
   *
   * @throws FormatException if the bytes are no such proof
   */
  public static DataAggregationProof decode(byte[] bytes) {
    CborReader in = new CborReader(bytes);
    in.array(3);
    InclusionProof inclusion = InclusionProof.read(in);
    long kind = in.uint();
    if (kind != SINGLE_DEAL) {
      throw new FormatException("auxiliary data of kind " + kind + ", only 0 is known");
    }
    in.array(1);
    long dealId = in.uint();
    in.end();
    return new DataAggregationProof(inclusion, dealId);
  }

  /** The dag-cbor form: {@code [inclusion, 0, [dealId]]}. */
  public byte[] encode() {
    CborWriter out = new CborWriter().array(3);
    inclusion.write(out);
    return out.uint(SINGLE_DEAL).array(1).uint(dealId).toBytes();
  }
}
