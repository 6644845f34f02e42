package io.filstore.devnet.rpc;

import io.filstore.devnet.actors.Gas;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.ChainSettings;
import io.filstore.devnet.chain.Tipset;
import io.filstore.devnet.chain.TipsetIds;
import io.filstore.multiformats.Cid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tipsets of one block each. Height, time, parents and CIDs mean something; proofs, tickets and
 * signatures are fillers of the right length.
 */
final class TipsetJson {
  private final Chain chain;

  TipsetJson(Chain chain) {
    this.chain = chain;
  }

  /** The tipset at or before a height. */
  ObjectNode of(long height) {
    return of(chain.tipsets().tipset(height));
  }

  ObjectNode of(Tipset wanted) {
    ObjectNode tipset = LotusJson.object();
    tipset.set("Cids", LotusJson.tipsetKey(wanted.key()));
    tipset.set("Blocks", LotusJson.array().add(block(wanted)));
    return tipset.put("Height", wanted.height());
  }

  private ObjectNode block(Tipset tipset) {
    long height = tipset.height();
    ObjectNode block = LotusJson.object();
    block.put("Miner", LotusJson.id(ChainSettings.FIRST_MINER));
    block.set("Ticket", LotusJson.object().put("VRFProof", filler("ticket", height, 96)));
    block.set(
        "ElectionProof",
        LotusJson.object().put("WinCount", 1).put("VRFProof", filler("election", height, 96)));
    block.set("BeaconEntries", beacon(height));
    block.set("WinPoStProof", winPost(height));
    block.set("Parents", parents(tipset));
    block.put("ParentWeight", Long.toString(height * 1000));
    block.put("Height", height);
    block.set("ParentStateRoot", cid("state", height));
    block.set("ParentMessageReceipts", cid("receipts", height));
    block.set("Messages", cid("messages", height));
    block.set("BLSAggregate", signature("aggregate", height));
    block.put("Timestamp", chain.timeOf(height).getEpochSecond());
    block.set("BlockSig", signature("block", height));
    block.put("ForkSignaling", 0);
    return block.put("ParentBaseFee", Gas.BASE_FEE.toString());
  }

  private static ArrayNode parents(Tipset tipset) {
    ArrayNode parents = LotusJson.array();
    tipset.parents().forEach(parent -> parents.add(LotusJson.cid(parent)));
    return parents;
  }

  private static ArrayNode beacon(long height) {
    return LotusJson.array()
        .add(LotusJson.object().put("Round", height + 1).put("Data", filler("beacon", height, 48)));
  }

  private static ArrayNode winPost(long height) {
    return LotusJson.array()
        .add(
            LotusJson.object()
                .put("PoStProof", 3)
                .put("ProofBytes", filler("winning post", height, 192)));
  }

  private static ObjectNode signature(String what, long height) {
    return LotusJson.object().put("Type", 2).put("Data", filler(what, height, 96));
  }

  private static ObjectNode cid(String what, long height) {
    return LotusJson.cid(hash(what, height));
  }

  private static Cid hash(String what, long height) {
    return TipsetIds.hash(("devnet " + what + " " + height).getBytes(StandardCharsets.UTF_8));
  }

  private static String filler(String what, long height, int length) {
    byte[] digest = hash(what, height).multihash().digest();
    byte[] filler = new byte[length];
    for (int at = 0; at < length; at += digest.length) {
      System.arraycopy(digest, 0, filler, at, Math.min(digest.length, length - at));
    }
    return LotusJson.base64(Arrays.copyOf(filler, length));
  }
}
