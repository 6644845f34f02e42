package io.filstore.devnet.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.incident.Incident;
import io.filstore.devnet.incident.Incidents;
import io.filstore.devnet.provider.Provider;
import io.filstore.devnet.provider.Providers;
import io.filstore.devnet.rpc.NodeFault;
import io.filstore.devnet.rpc.NodeFaults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is to go wrong at the node, all that is to go wrong anywhere, and what has. */
@RestController
final class NodeFaultController {
  private final NodeFaults node;
  private final Providers providers;
  private final Chain chain;
  private final Incidents incidents;

  NodeFaultController(NodeFaults node, Providers providers, Chain chain, Incidents incidents) {
    this.node = node;
    this.providers = providers;
    this.chain = chain;
    this.incidents = incidents;
  }

  record Order(
      String kind,
      @Nullable Integer next,
      @Nullable String method,
      @JsonProperty("delay_ms") @Nullable Long delayMillis,
      @Nullable Long epochs) {
    NodeFault fault() {
      NodeFault usual = NodeFault.of(NodeFault.Kind.parse(kind), next == null ? 1 : next);
      return new NodeFault(
          usual.kind(),
          usual.next(),
          method == null ? "" : method,
          delayMillis == null ? usual.delay() : Duration.ofMillis(delayMillis),
          epochs == null ? usual.number() : epochs);
    }
  }

  private static Map<String, Object> json(NodeFault fault) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", fault.kind().text());
    json.put("next", fault.next());
    json.put("method", fault.method());
    json.put("delay_ms", fault.delay().toMillis());
    json.put("epochs", fault.number());
    return json;
  }

  @GetMapping("/devnet/rpc/faults")
  List<Map<String, Object>> ofNode() {
    return node.all().stream().map(NodeFaultController::json).toList();
  }

  @PostMapping("/devnet/rpc/faults")
  List<Map<String, Object>> order(@RequestBody Order order) {
    node.order(order.fault(), chain.head().height());
    return ofNode();
  }

  @DeleteMapping("/devnet/rpc/faults")
  List<Map<String, Object>> clearNode() {
    node.clear();
    return ofNode();
  }

  @GetMapping("/devnet/faults")
  Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("node", ofNode());
    for (Provider provider : providers.all()) {
      all.put(
          provider.address().toString(),
          provider.faults().stream().map(FaultController::json).toList());
    }
    return all;
  }

  @DeleteMapping("/devnet/faults")
  Map<String, Object> clearAll() {
    node.clear();
    providers.all().forEach(Provider::clearFaults);
    return all();
  }

  @GetMapping("/devnet/incidents")
  List<Incident> incidents(@RequestParam(defaultValue = "0") long after) {
    return incidents.after(after);
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ProblemDetail badRequest(IllegalArgumentException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }
}
