package io.filstore.devnet.control;

import io.filstore.devnet.actors.WorldState;
import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Chain control: what it is, ticks, the faucet, early terminations. */
@RestController
final class ControlController {
  private static final int FIL_DECIMALS = 18;
  private static final int MAX_TICKS = 100_000;

  private final Chain chain;

  ControlController(Chain chain) {
    this.chain = chain;
  }

  @GetMapping("/")
  String about() {
    return """
    Filstore devnet: a simulator of a Filecoin network, not Filecoin.
    Nothing here has value, nothing is stored by anybody but this process.

    POST /rpc/v1                       Lotus JSON-RPC (GET with Upgrade: WebSocket)
    GET  /StateMarketDeals.json.zst    snapshot of all deals
    GET  /devnet/status                height, balances, providers
    POST /devnet/faucet                {"address":"f1...","fil":"100","datacap_bytes":1099511627776}
    POST /devnet/tick                  {"n":1}
    POST /devnet/terminate             {"provider":"f01000","sector":1}
    POST /devnet/fault-sector          {"provider":"f01000","sector":1}
    POST /devnet/recover-sector        {"provider":"f01000","sector":1}
    POST /devnet/providers/{id}/faults {"kind":"refuse","next":1,"text":"...","status":400}
    DELETE /devnet/providers/{id}/faults
    POST /devnet/rpc/faults            {"kind":"latency","next":1,"method":"...","delay_ms":1000}
    DELETE /devnet/rpc/faults
    GET  /devnet/faults                everything that is still to come; DELETE clears it
    GET  /devnet/incidents?after=0     what was made to go wrong, and when
    POST /devnet/reorg                 {"depth":2,"drop":"nothing|publish|allocation|activation|everything"}
    POST /devnet/null-rounds           {"n":2}
    """;
  }

  @GetMapping("/devnet/status")
  Map<String, Object> status() {
    HeadView head = chain.head();
    WorldState state = head.state();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("simulator", true);
    status.put("height", head.height());
    status.put("finalized", chain.finalizedHeight());
    status.put("genesis", chain.timeOf(0).toString());
    status.put("block_delay_seconds", chain.settings().blockDelay().toMillis() / 1000.0);
    status.put("deals", state.market().deals().size());
    status.put("allocations", state.registry().allocations().size());
    status.put("claims", state.registry().claims().size());
    status.put("pending_messages", chain.pending().size());
    return status;
  }

  record Ticks(int n) {}

  @PostMapping("/devnet/tick")
  Map<String, Object> tick(@RequestBody(required = false) @Nullable Ticks ticks) {
    int n = ticks == null ? 1 : ticks.n();
    if (n < 1 || n > MAX_TICKS) {
      throw new IllegalArgumentException("n must be 1 to " + MAX_TICKS + ", not " + n);
    }
    for (int i = 0; i < n; i++) {
      chain.tick();
    }
    return Map.of("height", chain.head().height());
  }

  @PostMapping("/devnet/faucet")
  Map<String, Object> faucet(@RequestBody Map<String, Object> body) {
    FilAddress to = FilAddress.parse(String.valueOf(body.get("address")));
    if (to.protocol() == FilAddress.Protocol.ID) {
      throw new IllegalArgumentException("the faucet needs a key address (f1 or f3), not " + to);
    }
    BigInteger atto = atto(body.getOrDefault("fil", "0"));
    BigInteger dataCap = whole("datacap_bytes", body.getOrDefault("datacap_bytes", 0));
    HeadView head = chain.grant(to, atto, dataCap);
    Account account = head.state().accounts().find(to).orElseThrow();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("address", to.toString());
    answer.put("id_address", FilAddress.id(account.id()).toString());
    answer.put("balance_attofil", account.balance().toString());
    answer.put("datacap_bytes", head.state().dataCap().balance(account.id()));
    answer.put("simulator", true);
    return answer;
  }

  private static BigInteger atto(Object fil) {
    try {
      BigInteger atto =
          new BigDecimal(fil.toString()).movePointRight(FIL_DECIMALS).toBigIntegerExact();
      return notNegative("fil", atto);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("fil must be a decimal number, not " + fil, e);
    }
  }

  private static BigInteger whole(String name, Object value) {
    try {
      return notNegative(name, new BigInteger(value.toString()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a whole number, not " + value, e);
    }
  }

  private static BigInteger notNegative(String name, BigInteger value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException(name + " must not be negative");
    }
    return value;
  }

  record SectorOf(String provider, long sector) {}

  @PostMapping("/devnet/terminate")
  Map<String, Object> terminate(@RequestBody SectorOf wanted) {
    return Map.of("height", chain.terminate(miner(wanted), wanted.sector()).height());
  }

  @PostMapping("/devnet/fault-sector")
  Map<String, Object> faultSector(@RequestBody SectorOf wanted) {
    return Map.of("height", chain.sectorFault(miner(wanted), wanted.sector(), true).height());
  }

  @PostMapping("/devnet/recover-sector")
  Map<String, Object> recoverSector(@RequestBody SectorOf wanted) {
    return Map.of("height", chain.sectorFault(miner(wanted), wanted.sector(), false).height());
  }

  /** The miner that has the sector. */
  private long miner(SectorOf wanted) {
    long miner = FilAddress.parse(wanted.provider()).actorId();
    if (chain.head().state().miners().sector(miner, wanted.sector()).isEmpty()) {
      throw new IllegalArgumentException(
          "provider %s has no sector %d".formatted(wanted.provider(), wanted.sector()));
    }
    return miner;
  }

  @ExceptionHandler({IllegalArgumentException.class, FormatException.class})
  ProblemDetail badRequest(RuntimeException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }
}
