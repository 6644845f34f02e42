package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;
import static io.filstore.devnet.rpc.RpcMethod.write;

import io.filstore.devnet.legacy.LegacyClient;
import io.filstore.devnet.legacy.LegacyClient.Info;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk12.StorageAsk;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code Client*} methods of Lotus up to 1.27.0 (lotus api/api_full.go), as far as needed. */
final class LegacyMethods implements MethodGroup {
  private static final String GRAPHSYNC = "graphsync";

  private final NodeView node;
  private final LegacyClient client;

  LegacyMethods(NodeView node, LegacyClient client) {
    this.node = node;
    this.client = client;
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        new RpcMethod("ClientImport", Permission.ADMIN, 1, this::take),
        new RpcMethod("ClientStartDeal", Permission.ADMIN, 1, this::start),
        read("ClientGetDealInfo", 1, this::info),
        write("ClientListDeals", 0, this::list),
        read("ClientGetDealStatus", 1, this::status),
        read("ClientQueryAsk", 2, this::ask),
        read("WalletDefaultAddress", 0, p -> Result.of(LotusJson.address(client.wallet()))));
  }

  private Result take(Params params) {
    try {
      LegacyClient.Import taken = client.take(params.node(0).path("Path").asString(""));
      ObjectNode answer = LotusJson.object();
      answer.set("Root", LotusJson.cid(taken.root()));
      return Result.of(answer.put("ImportID", taken.id()));
    } catch (IOException | FormatException e) {
      throw RpcException.application("failed to import file: " + e);
    }
  }

  private Result start(Params params) {
    JsonNode asked = params.node(0);
    String type = asked.at("/Data/TransferType").asString("");
    if (!type.equals(GRAPHSYNC)) {
      throw RpcException.application(
          "the devnet's providers take no deals of transfer type " + type);
    }
    try {
      return Result.of(LotusJson.cid(client.start(order(asked), node.height())));
    } catch (IOException | FormatException e) {
      throw RpcException.application(String.valueOf(e.getMessage()));
    }
  }

  private static LegacyClient.Order order(JsonNode asked) {
    return new LegacyClient.Order(
        Cid.parse(asked.at("/Data/Root/~1").asString("")),
        FilAddress.parse(asked.path("Wallet").asString("")),
        FilAddress.parse(asked.path("Miner").asString("")),
        new BigInteger(asked.path("EpochPrice").asString("0")),
        asked.path("MinBlocksDuration").asLong(0),
        new BigInteger(asked.path("ProviderCollateral").asString("0")),
        asked.path("DealStartEpoch").asLong(0),
        asked.path("VerifiedDeal").asBoolean(false));
  }

  private Result info(Params params) {
    return client
        .find(params.cid(0))
        .map(found -> Result.of(json(found)))
        .orElseThrow(() -> RpcException.application("datastore: key not found"));
  }

  private Result list(Params params) {
    ArrayNode all = LotusJson.array();
    client.all().forEach(info -> all.add(json(info)));
    return Result.of(all);
  }

  private Result status(Params params) {
    long state = params.integer(0, "*storagemarket.StorageDealStatus");
    return Result.of(state == 0 ? "StorageDealUnknown" : "StorageDealStatus " + state);
  }

  private Result ask(Params params) {
    try {
      StorageAsk ask = client.ask(params.address(1));
      ObjectNode json = LotusJson.object();
      json.put("Price", ask.price().atto().toString());
      json.put("VerifiedPrice", ask.verifiedPrice().atto().toString());
      json.put("MinPieceSize", ask.minPieceSize()).put("MaxPieceSize", ask.maxPieceSize());
      json.put("Miner", LotusJson.address(ask.miner()));
      json.put("Timestamp", ask.timestamp().value()).put("Expiry", ask.expiry().value());
      ObjectNode answer = LotusJson.object();
      answer.set("Response", json.put("SeqNo", ask.seqNo()));
      answer.putArray("DealProtocols");
      return Result.of(answer);
    } catch (IOException | FormatException e) {
      throw RpcException.application("failed to query ask: " + e.getMessage());
    }
  }

  private static ObjectNode json(Info info) {
    DealProposal proposal = info.proposal();
    ObjectNode data = LotusJson.object().put("TransferType", GRAPHSYNC);
    data.set("Root", LotusJson.cid(info.root()));
    data.set("PieceCid", LotusJson.cid(proposal.pieceCid()));
    data.put("PieceSize", proposal.pieceSize().bytes() / 128 * 127).put("RawBlockSize", 0);
    ObjectNode json = LotusJson.object();
    json.set("ProposalCid", LotusJson.cid(info.proposalCid()));
    json.put("State", info.state()).put("Message", info.message()).putNull("DealStages");
    json.put("Provider", LotusJson.address(proposal.provider()));
    json.set("DataRef", data);
    json.set("PieceCID", LotusJson.cid(proposal.pieceCid()));
    json.put("Size", proposal.pieceSize().bytes() / 128 * 127);
    json.put("PricePerEpoch", proposal.storagePricePerEpoch().atto().toString());
    json.put("Duration", proposal.endEpoch().value() - proposal.startEpoch().value());
    json.put("DealID", info.dealId()).put("CreationTime", info.createdAt().toString());
    json.put("Verified", proposal.verified());
    return json.putNull("TransferChannelID").putNull("DataTransfer");
  }
}
