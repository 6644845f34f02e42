package io.filstore.devnet.control;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.Drop;
import io.filstore.devnet.incident.Incidents;
import io.filstore.filecoin.SignedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Chain control: reorgs and null rounds. Both are in the journal and outlive a restart. */
@RestController
final class ReorgController {
  private static final String CHAIN = "chain";

  private final Chain chain;
  private final Incidents incidents;

  ReorgController(Chain chain, Incidents incidents) {
    this.chain = chain;
    this.incidents = incidents;
  }

  record Reorg(int depth, @Nullable String drop) {}

  @PostMapping("/devnet/reorg")
  Map<String, Object> reorganise(@RequestBody Reorg wanted) {
    Drop drop = wanted.drop() == null ? Drop.NOTHING : Drop.parse(wanted.drop());
    List<SignedMessage> dropped = chain.reorganise(wanted.depth(), drop);
    incidents.note(
        CHAIN,
        "reorg",
        "",
        "replaced the last %d tipsets and dropped %d messages"
            .formatted(wanted.depth(), dropped.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("height", chain.head().height());
    answer.put("dropped", dropped.stream().map(signed -> signed.cid().toString()).toList());
    return answer;
  }

  record NullRounds(int n) {}

  @PostMapping("/devnet/null-rounds")
  Map<String, Object> skip(@RequestBody NullRounds wanted) {
    chain.skipRounds(wanted.n());
    incidents.note(
        CHAIN, "null_rounds", "", "%d rounds pass without a tipset".formatted(wanted.n()));
    return Map.of("height", chain.head().height());
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ProblemDetail badRequest(IllegalArgumentException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }
}
