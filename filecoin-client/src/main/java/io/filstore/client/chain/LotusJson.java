package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Multiaddr;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lotus' JSON forms of chain values (lotus api, chain/types): CIDs as links, amounts as decimal
 * text, bytes as base64.
 */
final class LotusJson {

  private LotusJson() {}

  static Map<String, Object> link(Cid cid) {
    return Map.of("/", cid.toString());
  }

  static Cid cid(JsonNode link) {
    return Cid.parse(link.required("/").asString());
  }

  static AttoFil amount(JsonNode text) {
    if (!text.isString()) {
      throw new FormatException("an amount is decimal text, not " + text.getNodeType());
    }
    return new AttoFil(new BigInteger(text.asString()));
  }

  /** A missing number must not become 0: an exit code of 0 is success. */
  static long integer(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new FormatException("expected a whole number, found " + number);
    }
    return number.longValue();
  }

  static MarketBalance marketBalance(JsonNode json) {
    return new MarketBalance(amount(json.required("Escrow")), amount(json.required("Locked")));
  }

  static FilAddress address(JsonNode text) {
    return FilAddress.parse(text.asString());
  }

  static @Nullable List<Map<String, Object>> tipsetKey(TipsetKey key) {
    return key.blocks().isEmpty() ? null : key.blocks().stream().map(LotusJson::link).toList();
  }

  static TipsetKey tipsetKey(JsonNode cids) {
    List<Cid> blocks = new ArrayList<>();
    cids.forEach(link -> blocks.add(cid(link)));
    return new TipsetKey(blocks);
  }

  static Tipset tipset(JsonNode tipset) {
    return new Tipset(
        tipsetKey(tipset.required("Cids")),
        new Epoch(integer(tipset.required("Height"))),
        timestamp(tipset));
  }

  static Instant timestamp(JsonNode tipset) {
    return Instant.ofEpochSecond(
        integer(tipset.required("Blocks").required(0).required("Timestamp")));
  }

  static MinerInfo minerInfo(JsonNode info) {
    List<Multiaddr> multiaddrs = new ArrayList<>();
    info.path("Multiaddrs").forEach(text -> addKnown(multiaddrs, text.asString()));
    JsonNode peer = info.path("PeerId");
    return new MinerInfo(
        address(info.required("Owner")),
        address(info.required("Worker")),
        peer.isString() ? peer.asString() : null,
        multiaddrs,
        integer(info.required("SectorSize")));
  }

  static MinerPower minerPower(JsonNode answer) {
    JsonNode power = answer.required("MinerPower");
    return new MinerPower(
        amount(power.required("RawBytePower")).atto(),
        amount(power.required("QualityAdjPower")).atto());
  }

  /**
   * A multiaddr in a protocol we do not speak is no error of the miner's entry; it just offers us
   * nothing.
   */
  private static void addKnown(List<Multiaddr> multiaddrs, String base64) {
    try {
      multiaddrs.add(Multiaddr.decode(Base64.getDecoder().decode(base64)));
    } catch (FormatException | IllegalArgumentException unknown) {
      return;
    }
  }

  static Allocation allocation(JsonNode json) {
    return new Allocation(
        integer(json.required("Client")),
        integer(json.required("Provider")),
        cid(json.required("Data")),
        new PaddedPieceSize(integer(json.required("Size"))),
        integer(json.required("TermMin")),
        integer(json.required("TermMax")),
        new Epoch(integer(json.required("Expiration"))));
  }

  static Claim claim(JsonNode json) {
    return new Claim(
        integer(json.required("Provider")),
        integer(json.required("Client")),
        cid(json.required("Data")),
        new PaddedPieceSize(integer(json.required("Size"))),
        integer(json.required("TermMin")),
        integer(json.required("TermMax")),
        new Epoch(integer(json.required("TermStart"))),
        integer(json.required("Sector")));
  }

  /** Maps keyed by integers arrive as objects with decimal keys; a null map is an empty one. */
  static <T> Map<Long, T> byId(JsonNode map, Function<JsonNode, T> value) {
    Map<Long, T> byId = new LinkedHashMap<>();
    map.properties().forEach(e -> byId.put(Long.parseLong(e.getKey()), value.apply(e.getValue())));
    return byId;
  }

  /** A bitfield: no array is no bitfield, an empty one has nothing in it. */
  static SectorSet sectors(JsonNode runs) {
    if (!runs.isArray()) {
      throw new FormatException("a bitfield is an array, not " + runs.getNodeType());
    }
    return new SectorSet(runs.valueStream().map(LotusJson::integer).toList());
  }

  static MessageReceipt receipt(JsonNode lookup) {
    JsonNode receipt = lookup.required("Receipt");
    JsonNode returned = receipt.path("Return");
    return new MessageReceipt(
        cid(lookup.required("Message")),
        integer(receipt.required("ExitCode")),
        returned.isString() ? Base64.getDecoder().decode(returned.asString()) : new byte[0],
        tipsetKey(lookup.required("TipSet")),
        new Epoch(integer(lookup.required("Height"))));
  }

  static Map<String, Object> message(Message message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Version", message.version());
    json.put("To", message.to().toString());
    json.put("From", message.from().toString());
    json.put("Nonce", message.nonce());
    json.put("Value", message.value().toString());
    json.put("GasLimit", message.gasLimit());
    json.put("GasFeeCap", message.gasFeeCap().toString());
    json.put("GasPremium", message.gasPremium().toString());
    json.put("Method", message.method());
    json.put("Params", Base64.getEncoder().encodeToString(message.params()));
    return json;
  }

  static Map<String, Object> signedMessage(SignedMessage signed) {
    return Map.of(
        "Message", message(signed.message()),
        "Signature",
            Map.of(
                "Type",
                (int) signed.signature().bytes()[0],
                "Data",
                Base64.getEncoder().encodeToString(signed.signature().data())));
  }
}
