package io.filstore.scheduler.schedule;

import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.scheduler.policy.PlacementRules;
import io.filstore.scheduler.policy.PolicyProperties;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /internal/schedules:simulate}: who would get what, for other services. */
@RestController
class ScheduleController {
  private final DryRuns runs;
  private final Providers providers;
  private final Standings standings;
  private final Clock clock;

  ScheduleController(
      PolicyProperties policy,
      PlacementRules rules,
      Providers providers,
      Standings standings,
      Clock clock) {
    this.runs = new DryRuns(policy, rules);
    this.providers = providers;
    this.standings = standings;
    this.clock = clock;
  }

  @PostMapping("/internal/schedules:simulate")
  Outlook simulate(@RequestBody DryRun run) {
    List<String> ids = runs.providers(run);
    Map<String, Provider> known = providers.of(ids);
    return runs.answer(
        run, known, standings.of(ids, clock.instant()), standings.openBytes(), clock.instant());
  }
}
