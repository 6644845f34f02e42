package io.filstore.gateway.provider;

import io.filstore.db.chain.ProbeRecord;
import io.filstore.db.chain.ProbeRecords;
import io.filstore.db.chain.Provider;
import io.filstore.db.chain.ProviderChoice;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.chain.ProviderIds;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standing;
import io.filstore.db.chain.Standings;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Providers over HTTP. They are the same for every account. */
@Tag(name = "providers")
@RestController
@RequestMapping("/api/v1/providers")
final class ProviderController {
  private static final int MAX_HOURS = 24 * 365;
  private static final int MAX_REASON = 200;

  private final Providers providers;
  private final Standings standings;
  private final ProbeRecords probes;
  private final ProviderChoices choices;
  private final JsonBody body;
  private final EventLog events;
  private final TransactionTemplate transactions;
  private final Clock clock;

  ProviderController(
      Providers providers,
      Standings standings,
      ProbeRecords probes,
      ProviderChoices choices,
      JsonBody body,
      EventLog events,
      TransactionTemplate transactions,
      Clock clock) {
    this.providers = providers;
    this.standings = standings;
    this.probes = probes;
    this.choices = choices;
    this.body = body;
    this.events = events;
    this.transactions = transactions;
    this.clock = clock;
  }

  record ProviderList(List<ProviderView> data) {}

  /** How long a provider gets no new deals, and why. */
  record NewQuarantine(int hours, String reason) {
    NewQuarantine {
      reason = reason == null ? "" : reason.strip();
    }
  }

  @Operation(summary = "Every provider that was ever looked at, with its terms and its record")
  @GetMapping
  ProviderList list() {
    Instant now = clock.instant();
    List<Provider> all = providers.all();
    List<String> ids = all.stream().map(Provider::id).toList();
    Map<String, Standing> known = standings.of(ids, now);
    Map<String, ProbeRecord> probed = probes.of(ids, now);
    Map<String, ProviderChoice> chosen = choices.byProvider();
    return new ProviderList(
        all.stream()
            .map(provider ->
                ProviderView.of(
                    provider,
                    known.getOrDefault(provider.id(), Standing.unknown(provider.id())),
                    probed.getOrDefault(provider.id(), ProbeRecord.NONE),
                    chosen.get(provider.id()),
                    now))
            .toList());
  }

  @Operation(summary = "One provider")
  @GetMapping("/{id}")
  ProviderView one(@PathVariable String id) {
    Provider provider = find(id);
    return view(provider);
  }

  @Operation(summary = "What came of deals and of probes there, with the sample sizes")
  @GetMapping("/{id}/reliability")
  ReliabilityView reliability(@PathVariable String id) {
    String provider = find(id).id();
    return ReliabilityView.of(standing(provider).record(), probed(provider));
  }

  @Operation(summary = "Give the provider no new deals for some hours")
  @PostMapping("/{id}:quarantine")
  ProviderView quarantine(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @RequestBody NewQuarantine asked) {
    Provider provider = find(id);
    require(
        asked.hours() >= 1 && asked.hours() <= MAX_HOURS, "hours must be 1 to " + MAX_HOURS + ".");
    require(
        !asked.reason().isEmpty() && asked.reason().length() <= MAX_REASON,
        "reason must have 1 to " + MAX_REASON + " characters.");
    Instant now = clock.instant();
    Instant until = now.plus(Duration.ofHours(asked.hours()));
    transactions.executeWithoutResult(_ -> {
      standings.release(provider.id());
      standings.quarantine(provider.id(), until, asked.reason(), now);
      events.append(
          EventType.PROVIDER_QUARANTINED.text(),
          provider.id(),
          Map.of(
              "provider", provider.id(),
              "until", until.toString(),
              "reason", asked.reason(),
              "by", caller.getName()));
    });
    return view(provider);
  }

  @Operation(summary = "Give the provider deals again")
  @PostMapping("/{id}:release")
  ResponseEntity<ProviderView> release(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Provider provider = find(id);
    transactions.executeWithoutResult(_ -> {
      if (standings.release(provider.id())) {
        events.append(
            EventType.PROVIDER_RELEASED.text(),
            provider.id(),
            Map.of("provider", provider.id(), "by", caller.getName()));
      }
    });
    return ResponseEntity.ok(view(provider));
  }

  /**
   * What an operator says of a provider.
   *
   * @param choice {@code allowed}, {@code denied}, or nothing for what the settings say
   * @param note for people, at most 200 characters
   */
  record NewChoice(@Nullable String choice, @Nullable String note) {}

  @Operation(
      summary = "Allow a provider beside those of the settings, deny it, or leave it to them again",
      description =
          "choice: allowed, denied or null. A provider that was never looked at is looked at with the next plan.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewChoice.class)))
  @PutMapping("/{id}")
  ProviderView choose(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    String provider = canonical(id);
    NewChoice asked = body.read(body.bytes(request), NewChoice.class);
    String choice = asked.choice();
    String note = asked.note();
    require(
        choice == null || List.of("allowed", "denied").contains(choice),
        "choice must be allowed, denied or null.");
    require(
        note == null
            || note.length() <= MAX_REASON && note.codePoints().noneMatch(Character::isISOControl),
        "note must have at most " + MAX_REASON + " characters and no control characters.");
    transactions.executeWithoutResult(_ -> {
      boolean changed =
          choice == null
              ? choices.clear(provider)
              : choices.set(provider, choice.equals("allowed"), note, caller.accountId());
      if (changed) {
        events.append(told(choice).text(), provider, said(provider, note, caller));
      }
    });
    return view(find(provider));
  }

  private static EventType told(@Nullable String choice) {
    if (choice == null) {
      return EventType.PROVIDER_UNDECIDED;
    }
    return choice.equals("allowed") ? EventType.PROVIDER_ALLOWED : EventType.PROVIDER_DENIED;
  }

  private static Map<String, String> said(String provider, @Nullable String note, Caller caller) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("provider", provider);
    said.put("by", caller.getName());
    if (note != null && !note.isBlank()) {
      said.put("reason", note);
    }
    return said;
  }

  private ProviderView view(Provider provider) {
    String id = provider.id();
    return ProviderView.of(
        provider, standing(id), probed(id), choices.byProvider().get(id), clock.instant());
  }

  private static String canonical(String id) {
    require(id.matches("[ft]0[0-9]{1,19}"), "A provider's id is like f01000.");
    return ProviderIds.canonical(id);
  }

  private Provider find(String id) {
    String provider = canonical(id);
    return providers.find(provider).orElseThrow(() -> ProblemException.notFound("provider", id));
  }

  private Standing standing(String id) {
    return standings.of(List.of(id), clock.instant()).getOrDefault(id, Standing.unknown(id));
  }

  private ProbeRecord probed(String id) {
    return probes.of(List.of(id), clock.instant()).getOrDefault(id, ProbeRecord.NONE);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw ProblemException.invalid(message);
    }
  }
}
