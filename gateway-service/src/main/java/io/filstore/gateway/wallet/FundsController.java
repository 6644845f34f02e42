package io.filstore.gateway.wallet;

import io.filstore.gateway.scheduler.Scheduler;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** DataCap, collateral and what this installation can do at present, over HTTP. */
@Tag(name = "wallets")
@RestController
final class FundsController {
  private final Scheduler scheduler;

  FundsController(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Operation(
      summary = "DataCap of a wallet, the default one if none is named",
      description =
          "On chain, reserved, in allocations, claimed, reclaimable, and when it is used up at the pace of the last days, "
              + "with the number of spends that this rests on. Bytes throughout.")
  @GetMapping("/api/v1/datacap")
  JsonNode datacap(@RequestParam(required = false) @Nullable String wallet) {
    return scheduler.get(about(wallet), "datacap").body();
  }

  @Operation(
      summary = "Escrow and collateral",
      description =
          "Three different things, never summed: our escrow in the market, the providers' collateral of our f05 deals, and an "
              + "estimate of what providers pledge for sectors with our verified pieces, which is their cost.")
  @GetMapping("/api/v1/collateral")
  JsonNode collateral(@RequestParam(required = false) @Nullable String wallet) {
    return scheduler.get(about(wallet), "collateral").body();
  }

  @Operation(
      summary = "What this installation can do at present",
      description =
          "Network, products, and whether deals may spend DataCap: until when, and which allocations are lost if nobody claims "
              + "them in time.")
  @GetMapping("/api/v1/capabilities")
  JsonNode capabilities() {
    return scheduler.get(Map.of(), "capabilities").body();
  }

  private static Map<String, @Nullable String> about(@Nullable String wallet) {
    return Collections.singletonMap("wallet", wallet);
  }
}
