package io.filstore.devnet.rpc;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as Lotus writes it (reference deals-and-chain, 1.2). */
final class LotusJson {
  private LotusJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static ObjectNode cid(Cid cid) {
    return object().put("/", cid.toString());
  }

  static ArrayNode tipsetKey(Cid cid) {
    return array().add(cid(cid));
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Nil bytes are null. */
  static JsonNode bytes(byte @Nullable [] bytes) {
    return bytes == null
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.stringNode(base64(bytes));
  }

  static String address(FilAddress address) {
    return address.toString();
  }

  static String id(long actorId) {
    return FilAddress.id(actorId).toString();
  }

  static String big(BigInteger value) {
    return value.toString();
  }

  static ObjectNode message(Message m) {
    return object()
        .put("Version", 0)
        .put("To", address(m.to()))
        .put("From", address(m.from()))
        .put("Nonce", m.nonce())
        .put("Value", m.value().toString())
        .put("GasLimit", m.gasLimit())
        .put("GasFeeCap", m.gasFeeCap().toString())
        .put("GasPremium", m.gasPremium().toString())
        .put("Method", m.method())
        .set("Params", m.params().length == 0 ? bytes(null) : bytes(m.params()))
        .set("CID", cid(m.cid()));
  }
}
