package io.filstore.devnet.rpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds the method of a request, checks permission and arity, and calls it. */
final class Dispatcher {
  static final String PREFIX = "Filecoin.";
  static final String CHAIN_NOTIFY = "Filecoin.ChainNotify";
  static final String SUBSCRIBE_EVENTS = "Filecoin.SubscribeActorEventsRaw";

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Map<String, RpcMethod> methods = new HashMap<>();

  private final NodeFaults faults;

  Dispatcher(List<MethodGroup> groups, NodeFaults faults) {
    this.faults = faults;
    for (MethodGroup group : groups) {
      for (RpcMethod method : group.methods()) {
        methods.put(PREFIX + method.name(), method);
      }
    }
  }

  /**
   * Calls the method named in {@code request}.
   *
   * @throws RpcException for every failure, the programming error included
   */
  Result call(JsonNode request, Permission held) {
    String name = request.path("method").asString("");
    if (name.isEmpty()) {
      throw RpcException.invalidRequest();
    }
    if (name.equals(CHAIN_NOTIFY) || name.equals(SUBSCRIBE_EVENTS)) {
      throw RpcException.noChannels(name);
    }
    List<String> asked = List.of(shortName(name));
    RpcMethod method = methods.get(name);
    if (method == null) {
      throw RpcException.unknownMethod(name);
    }
    requireKnown(name);
    ArrayNode params = params(request, method.arity());
    if (!held.covers(method.permission())) {
      throw RpcException.missingPermission(method.name(), method.permission());
    }
    return faults.take(NodeFault.Kind.NULL_RESULT, asked, "answers null").isPresent()
        ? Result.nothing()
        : invoke(name, method, params);
  }

  /** Fails where a fault says that the method does not exist. */
  void requireKnown(String name) {
    List<String> asked = List.of(shortName(name));
    if (faults
        .take(NodeFault.Kind.UNKNOWN_METHOD, asked, "says that the method does not exist")
        .isPresent()) {
      throw RpcException.unknownMethod(name);
    }
  }

  /** The parameters of a request, of which there have to be so many. */
  static ArrayNode params(JsonNode request, int arity) {
    String name = request.path("method").asString("");
    ArrayNode params = params(name, request);
    if (params.size() != arity) {
      throw RpcException.wrongCount(name, params.size(), arity);
    }
    return params;
  }

  /** The name of a method as faults and tables know it. */
  static String shortName(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  private static Result invoke(String name, RpcMethod method, ArrayNode params) {
    try {
      return method.body().call(new Params(name, params));
    } catch (RpcException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{} failed", name, e);
      throw RpcException.panicked(name, e);
    }
  }

  private static ArrayNode params(String method, JsonNode request) {
    JsonNode params = request.path("params");
    if (params.isMissingNode() || params.isNull()) {
      return JsonNodeFactory.instance.arrayNode();
    }
    if (params instanceof ArrayNode array) {
      return array;
    }
    throw RpcException.wrongType(method, "params", "params must be an array");
  }
}
