package io.filstore.gateway.provider;

import io.filstore.db.chain.ProviderChoice;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.discovery.DiscoveredProvider;
import io.filstore.db.discovery.Discoveries;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Providers that were found on the chain, for operators to choose from. */
@Tag(name = "providers")
@RestController
final class DiscoveredController {
  private static final String LIST = "discovered-providers";
  private static final List<String> PRODUCTS = List.of("ddo", "mk12");

  private final Discoveries discoveries;
  private final ProviderChoices choices;
  private final Clock clock;

  DiscoveredController(Discoveries discoveries, ProviderChoices choices, Clock clock) {
    this.discoveries = discoveries;
    this.choices = choices;
    this.clock = clock;
  }

  /**
   * A page, and how far the search is.
   *
   * @param walk absent when nobody was ever looked for
   */
  record DiscoveredPage(List<DiscoveredView> data, Page.Position page, @Nullable WalkView walk) {}

  @Operation(
      summary =
          "Miners of the chain that have power, the most powerful first, and how far the search is",
      description =
          "Nobody gets a deal by being found: PUT /api/v1/providers/{id} allows a provider. product: ddo or mk12, "
              + "only those that offer it.")
  @GetMapping("/api/v1/providers/discovered")
  ResponseEntity<DiscoveredPage> list(
      @RequestParam(required = false) @Nullable String product,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (product != null && !PRODUCTS.contains(product)) {
      throw ProblemException.invalid("product must be one of " + PRODUCTS + ".");
    }
    PageRequest request = PageRequest.of(LIST, limit, cursor);
    Discoveries.Place after =
        request
            .after()
            .map(place -> new Discoveries.Place(place.amount(), place.second()))
            .orElse(null);
    Map<String, ProviderChoice> chosen = choices.byProvider();
    Page<DiscoveredView> page =
        Page.of(
            discoveries.list(product, after, request.rowsToRead()),
            request,
            (DiscoveredProvider last) ->
                new Cursor(LIST, last.qualityPower().toString(), last.id()),
            found -> DiscoveredView.of(found, chosen.get(found.id())));
    return page.answer(new DiscoveredPage(page.data(), page.page(), walk()));
  }

  private @Nullable WalkView walk() {
    return discoveries.walk().map(walk -> WalkView.of(walk, clock.instant())).orElse(null);
  }
}
