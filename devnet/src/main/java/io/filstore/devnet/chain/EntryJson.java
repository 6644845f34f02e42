package io.filstore.devnet.chain;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Journal lines as JSON. */
final class EntryJson {
  private EntryJson() {}

  static ObjectNode write(Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (entry) {
      case Entry.Genesis(Limits limits) ->
          json.put("op", "genesis")
              .put("minVerifiedPiece", limits.minVerifiedPiece())
              .put("minDealDuration", limits.minDealDuration())
              .put("maxDealDuration", limits.maxDealDuration())
              .put("minAllocationTerm", limits.minAllocationTerm())
              .put("cleanupDelay", limits.cleanupDelay());
      case Entry.NewMiner(long id) -> json.put("op", "miner").put("id", id);
      case Entry.Push(SignedMessage message) ->
          json.put("op", "push").put("message", Base64.getEncoder().encodeToString(message.cbor()));
      case Entry.Tick(long height) -> json.put("op", "tick").put("height", height);
      case Entry.Grant(FilAddress to, BigInteger atto, BigInteger dataCap) ->
          json.put("op", "grant")
              .put("to", to.toString())
              .put("atto", atto.toString())
              .put("dataCap", dataCap.toString());
      case Entry.NullRounds(int count) -> json.put("op", "null-rounds").put("count", count);
      case Entry.Reorg(int depth, List<Cid> dropped) -> {
        json.put("op", "reorg").put("depth", depth);
        dropped.forEach(cid -> json.withArray("dropped").add(cid.toString()));
        yield json;
      }
      case Entry.Terminate(long miner, long sector) ->
          json.put("op", "terminate").put("miner", miner).put("sector", sector);
      case Entry.SectorFault(long miner, long sector, boolean faulty) ->
          json.put("op", "sector-fault")
              .put("miner", miner)
              .put("sector", sector)
              .put("faulty", faulty);
    };
  }

  static Entry read(JsonNode json) {
    String op = json.path("op").asString("");
    return switch (op) {
      case "genesis" ->
          new Entry.Genesis(
              new Limits(
                  json.path("minVerifiedPiece").asLong(),
                  json.path("minDealDuration").asLong(),
                  json.path("maxDealDuration").asLong(),
                  json.path("minAllocationTerm").asLong(),
                  json.path("cleanupDelay").asLong()));
      case "miner" -> new Entry.NewMiner(json.path("id").asLong());
      case "push" ->
          new Entry.Push(
              SignedMessage.decode(Base64.getDecoder().decode(json.path("message").asString())));
      case "tick" -> new Entry.Tick(json.path("height").asLong());
      case "grant" ->
          new Entry.Grant(
              FilAddress.parse(json.path("to").asString()),
              new BigInteger(json.path("atto").asString()),
              new BigInteger(json.path("dataCap").asString()));
      case "null-rounds" -> new Entry.NullRounds(json.path("count").asInt());
      case "reorg" ->
          new Entry.Reorg(
              json.path("depth").asInt(),
              json.path("dropped").valueStream().map(cid -> Cid.parse(cid.asString())).toList());
      case "terminate" ->
          new Entry.Terminate(json.path("miner").asLong(), json.path("sector").asLong());
      case "sector-fault" ->
          new Entry.SectorFault(
              json.path("miner").asLong(),
              json.path("sector").asLong(),
              json.path("faulty").asBoolean());
      default -> throw new IllegalStateException("journal line of unknown kind: " + json);
    };
  }
}
