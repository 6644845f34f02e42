package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/** The market's message by which a provider brings a batch of signed proposals onto the chain. */
public final class PublishStorageDeals {

  /** Method number of the storage market. */
  public static final long METHOD = 4;

  /** The FRC-42 number of the same method. */
  public static final long METHOD_EXPORTED = 2236929350L;

  /** More proposals than any block has room for; bounds the bitfield of a hostile receipt. */
  private static final int MAX_BATCH = 1 << 16;

  private PublishStorageDeals() {}

  /** Parameters: a tuple of one list. */
  public static byte[] params(List<ClientDealProposal> deals) {
    CborWriter out = new CborWriter().array(1).array(deals.size());
    deals.forEach(deal -> out.raw(deal.cbor()));
    return out.toBytes();
  }

  /**
   * Reads parameters.
   *
   * @throws FormatException for other bytes
   */
  public static List<ClientDealProposal> decodeParams(byte[] cbor) {
    return ChainCbor.decode(
        cbor,
        in -> {
          in.array(1);
          return ChainCbor.list(in, ClientDealProposal::read);
        });
  }

  /**
   * What the message returned. A proposal whose bit is not set was dropped although the message
   * succeeded.
   *
   * @param ids deal ids, one for each set bit, in order
   * @param valid bit i says whether proposal i of the parameters became a deal
   */
  public record Return(List<Long> ids, BitSet valid) {

    public Return {
      ids = List.copyOf(ids);
      valid = (BitSet) valid.clone();
      if (ids.size() != valid.cardinality()) {
        throw new FormatException(
            "%d deal ids for %d valid deals".formatted(ids.size(), valid.cardinality()));
      }
    }

    @Override
    public BitSet valid() {
      return (BitSet) valid.clone();
    }

    /** The deal id of a proposal; empty if it was dropped. */
    public OptionalLong idOf(int index) {
      if (!valid.get(index)) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(ids.get(valid.get(0, index).cardinality()));
    }

    /** A tuple of two. */
    public byte[] cbor() {
      CborWriter out = new CborWriter().array(2).array(ids.size());
      ids.forEach(out::uint);
      return out.bytes(RlePlus.encode(valid)).toBytes();
    }

    /**
     * Reads a return value.
     *
     * @throws FormatException for other bytes, or if there are not as many ids as set bits
     */
    public static Return decode(byte[] cbor) {
      return ChainCbor.decode(cbor, Return::read);
    }

    private static Return read(CborReader in) {
      in.array(2);
      List<Long> ids = ChainCbor.list(in, CborReader::uint);
      return new Return(ids, RlePlus.decode(in.bytes(), MAX_BATCH));
    }
  }
}
