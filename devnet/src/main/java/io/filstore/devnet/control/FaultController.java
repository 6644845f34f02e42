package io.filstore.devnet.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.filstore.devnet.provider.Fault;
import io.filstore.devnet.provider.Provider;
import io.filstore.devnet.provider.Providers;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Provider control: who they are, and what is to go wrong at them. */
@RestController
final class FaultController {
  private final Providers providers;

  FaultController(Providers providers) {
    this.providers = providers;
  }

  @GetMapping("/devnet/providers")
  List<Map<String, Object>> all() {
    return providers.all().stream().map(FaultController::json).toList();
  }

  private static Map<String, Object> json(Provider provider) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("provider", provider.address().toString());
    json.put("url", provider.url().toString());
    json.put("deals", provider.dealCount());
    json.put("faults", provider.faults().stream().map(FaultController::json).toList());
    json.put("simulator", true);
    return json;
  }

  static Map<String, Object> json(Fault fault) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", fault.kind().text());
    json.put("next", fault.next());
    json.put("text", fault.text());
    json.put("status", fault.status());
    json.put("deal", fault.deal());
    json.put("delay_ms", fault.delay().toMillis());
    if (fault.kind() == Fault.Kind.TERMINATE) {
      json.put("epoch", fault.number());
    } else if (fault.kind() == Fault.Kind.TRUNCATED_DOWNLOAD) {
      json.put("bytes", fault.number());
    }
    return json;
  }

  record Order(
      String kind,
      @Nullable Integer next,
      @Nullable String text,
      @Nullable Integer status,
      @Nullable String deal,
      @JsonProperty("delay_ms") @Nullable Long delayMillis,
      @Nullable Long bytes,
      @Nullable Long epoch) {
    Fault fault() {
      Fault.Kind parsed = Fault.Kind.parse(kind);
      Fault usual = Fault.of(parsed, next == null ? 1 : next);
      @Nullable Long number = parsed == Fault.Kind.TERMINATE ? epoch : bytes;
      return new Fault(
          parsed,
          usual.next(),
          text == null ? usual.text() : text,
          status == null ? usual.status() : status,
          deal == null ? "" : deal,
          delayMillis == null ? usual.delay() : Duration.ofMillis(delayMillis),
          number == null ? usual.number() : number);
    }
  }

  @PostMapping("/devnet/providers/{id}/faults")
  Map<String, Object> add(@PathVariable String id, @RequestBody Order order) {
    Provider provider = find(id);
    provider.fault(order.fault());
    return json(provider);
  }

  @DeleteMapping("/devnet/providers/{id}/faults")
  Map<String, Object> clear(@PathVariable String id) {
    Provider provider = find(id);
    provider.clearFaults();
    return json(provider);
  }

  private Provider find(String id) {
    return providers
        .find(FilAddress.parse(id))
        .orElseThrow(() -> new IllegalArgumentException("the devnet has no provider " + id));
  }

  @ExceptionHandler({IllegalArgumentException.class, FormatException.class})
  ProblemDetail badRequest(RuntimeException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }
}
