package io.filstore.devnet.rpc;

import io.filstore.devnet.actors.Gas;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.ChainSettings;
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

  ObjectNode of(long height) {
    ObjectNode tipset = LotusJson.object();
    tipset.set("Cids", LotusJson.tipsetKey(chain.tipsets().at(height)));
    tipset.set("Blocks", LotusJson.array().add(block(height)));
    return tipset.put("Height", height);
  }

  private ObjectNode block(long height) {
    ObjectNode block = LotusJson.object();
    block.put("Miner", LotusJson.id(ChainSettings.FIRST_MINER));
    block.set("Ticket", LotusJson.object().put("VRFProof", filler("ticket", height, 96)));
    block.set(
        "ElectionProof",
        LotusJson.object().put("WinCount", 1).put("VRFProof", filler("election", height, 96)));
    block.set("BeaconEntries", beacon(height));
    block.set("WinPoStProof", winPost(height));
    block.set("Parents", parents(height));
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

  private ArrayNode parents(long height) {
    return height == 0 ? LotusJson.array() : LotusJson.tipsetKey(chain.tipsets().at(height - 1));
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
