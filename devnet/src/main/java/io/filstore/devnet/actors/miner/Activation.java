package io.filstore.devnet.actors.miner;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;

/**
 * Parameters of the devnet's one sealing message. A real provider sends PreCommitSectorBatch2 and
 * ProveCommitSectors3 with proofs; a simulator has no proofs, so one message under a number of its
 * own carries what remains: which piece, until when, and for which deal or allocation.
 *
 * @param piece piece CID, version 1
 * @param size padded bytes
 * @param expiration epoch to which the sector is committed
 * @param deal f05 deal id, 0 for none
 * @param client actor id of the allocation's client, 0 for none
 * @param allocation allocation id, 0 for none
 */
public record Activation(
    Cid piece, long size, long expiration, long deal, long client, long allocation) {
  /** Method number on the miner actor; exists on the devnet only. */
  public static final long METHOD = 4_000_000_001L;

  public byte[] cbor() {
    return new CborWriter()
        .array(6)
        .link(piece)
        .uint(size)
        .uint(expiration)
        .uint(deal)
        .uint(client)
        .uint(allocation)
        .toBytes();
  }

  /** Reads {@link #cbor()}. */
  public static Activation decode(byte[] params) {
    CborReader in = new CborReader(params);
    if (in.array() != 6) {
      throw new FormatException("an activation has six fields");
    }
    Activation read =
        new Activation(in.link(), in.uint(), in.uint(), in.uint(), in.uint(), in.uint());
    in.end();
    return read;
  }
}
