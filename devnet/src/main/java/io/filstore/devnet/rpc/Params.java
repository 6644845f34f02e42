package io.filstore.devnet.rpc;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Positional parameters of one call. A value of the wrong type is the error that go-jsonrpc makes
 * of it, with the Go type in the text.
 */
final class Params {
  private final String method;
  private final ArrayNode values;

  Params(String method, ArrayNode values) {
    this.method = method;
    this.values = values;
  }

  JsonNode node(int index) {
    return values.get(index);
  }

  boolean isNull(int index) {
    return values.get(index).isNull();
  }

  long integer(int index, String goType) {
    JsonNode node = node(index);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw RpcException.wrongType(method, goType, "not an integer: " + node);
    }
    return node.longValue();
  }

  boolean bool(int index) {
    JsonNode node = node(index);
    if (!node.isBoolean()) {
      throw RpcException.wrongType(method, "*bool", "not a boolean: " + node);
    }
    return node.booleanValue();
  }

  FilAddress address(int index) {
    return address(node(index));
  }

  private FilAddress address(JsonNode node) {
    return parse(node, "*address.Address", FilAddress::parse);
  }

  Cid cid(int index) {
    return cid(node(index));
  }

  private Cid cid(JsonNode node) {
    return parse(node.path("/"), "*cid.Cid", Cid::parse);
  }

  private <T> T parse(JsonNode node, String goType, Function<String, T> parser) {
    if (!node.isString()) {
      throw RpcException.wrongType(method, goType, "not a string: " + node);
    }
    try {
      return parser.apply(node.stringValue());
    } catch (FormatException | IllegalArgumentException e) {
      throw RpcException.wrongType(method, goType, String.valueOf(e.getMessage()));
    }
  }

  /** The first CID of a tipset key; empty when the key is null or empty, which means the head. */
  Optional<Cid> tipsetKey(int index) {
    JsonNode node = node(index);
    if (node.isNull() || (node.isArray() && node.isEmpty())) {
      return Optional.empty();
    }
    if (!node.isArray()) {
      throw RpcException.wrongType(method, "*types.TipSetKey", "not an array: " + node);
    }
    return Optional.of(cid(node.get(0)));
  }

  byte[] bytes(int index) {
    return decode(node(index));
  }

  SignedMessage signedMessage(int index) {
    JsonNode node = node(index);
    JsonNode signature = node.path("Signature");
    try {
      Signature read =
          new Signature(
              Signature.Type.of(signature.path("Type").asInt()), decode(signature.path("Data")));
      return new SignedMessage(message(node.path("Message")), read);
    } catch (FormatException | IllegalArgumentException e) {
      throw RpcException.wrongType(method, "*types.SignedMessage", String.valueOf(e.getMessage()));
    }
  }

  Message message(int index) {
    return message(node(index));
  }

  private Message message(JsonNode node) {
    return new Message(
        number(node, "Version"),
        address(node.path("To")),
        address(node.path("From")),
        number(node, "Nonce"),
        atto(node, "Value"),
        number(node, "GasLimit"),
        atto(node, "GasFeeCap"),
        atto(node, "GasPremium"),
        number(node, "Method"),
        decode(node.path("Params")));
  }

  private long number(JsonNode message, String field) {
    JsonNode node = message.path(field);
    if (!node.isIntegralNumber()) {
      throw RpcException.wrongType(method, "*types.Message", field + " is not an integer");
    }
    return node.longValue();
  }

  private AttoFil atto(JsonNode message, String field) {
    return parse(message.path(field), "*types.Message", AttoFil::parse);
  }

  private byte[] decode(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return new byte[0];
    }
    return parse(node, "*[]uint8", Base64.getDecoder()::decode);
  }
}
